import { Alert, Stack } from "@mui/material";
import type { ReactNode } from "react";
import type { WireCheck } from "../../../contract/check.ts";
import { countOf } from "../../shared/format.ts";

/** What a check cannot say, and why. */
export const CheckNotes = ({ check }: { readonly check: WireCheck }): ReactNode => {
  const notes = notesOf(check);
  return notes.length === 0 ? null : (
    <Stack spacing={1}>
      {notes.map((note) => (
        <Alert key={note} severity="warning" variant="outlined">
          {note}
        </Alert>
      ))}
    </Stack>
  );
};

const notesOf = ({ state, unsettled, followsStream, isTruncated }: WireCheck): readonly string[] => [
  ...(state === "incomplete" ? ["It ended before it had looked at everything: it says nothing about the rest."] : []),
  ...(followsStream
    ? []
    : ["Real-time sync did not run meanwhile: a change that was not in the ledger yet counts as a difference."]),
  ...(isTruncated
    ? ["More was found than is kept. The numbers count everything; fix what is listed, then check again."]
    : []),
  ...(unsettled > 0
    ? [`${countOf(unsettled, "document")} changed each time they were looked at, and could not be compared.`]
    : []),
];

import { Box, Link, Typography } from "@mui/material";
import type { WireFailure } from "../../../contract/failure.ts";
import { href } from "../../routing/route.ts";
import { count } from "../../shared/format.ts";
import { IdText } from "../../shared/id-text.tsx";
import type { Column } from "../../shared/list/column.ts";
import { Time } from "../../shared/time.tsx";
import { codeWords, fieldName } from "./failure-words.ts";
import { StateChip } from "./state-chip.tsx";

/** Of the list; the document leads to its details. */
export const failureColumns: readonly Column<WireFailure>[] = [
  {
    id: "document",
    title: "Document",
    width: 210,
    cell: ({ id, collection, documentId }) => (
      <Link href={href("failures", [id])} underline="hover" sx={{ whiteSpace: "nowrap" }}>
        {collection} <IdText id={documentId} />
      </Link>
    ),
  },
  {
    id: "reason",
    title: "What is wrong",
    cell: ({ code, field }) => (
      <>
        {codeWords[code].title}
        <Typography component="span" variant="body2" color="textSecondary">
          {" · "}
          <Box component="code">{fieldName(field)}</Box>
        </Typography>
      </>
    ),
  },
  {
    id: "types",
    title: "Expected → found",
    cell: ({ expected, found }) => `${expected} → ${found}`,
  },
  { id: "state", title: "State", width: 120, cell: (failure) => <StateChip {...failure} /> },
  { id: "attempts", title: "Attempts", align: "right", width: 90, cell: ({ attempts }) => count(attempts) },
  {
    id: "next",
    title: "Next try",
    width: 110,
    cell: ({ nextRetryAt }) => <Time at={nextRetryAt} />,
  },
  { id: "seen", title: "Last seen", width: 110, cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
];

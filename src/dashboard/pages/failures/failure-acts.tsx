import { Alert, Stack } from "@mui/material";
import { type ReactNode, useState } from "react";
import type { WireFailure } from "../../../contract/failure.ts";
import { useTRPC } from "../../api/trpc.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { useAct } from "../../shared/use-act.ts";
import { DismissDialog } from "./dismiss-dialog.tsx";
import { resolutionText } from "./failure-words.ts";

/** What can be done about one failure, and what came of it. */
export const FailureActs = ({ failure }: { readonly failure: WireFailure }): ReactNode => {
  const [isAsking, setAsking] = useState(false);
  const retry = useAct(useTRPC().retryFailure.mutationOptions());
  const { id, state } = failure;
  const unless = state === "resolved" ? "It is resolved." : null;
  return (
    <>
      {state === "resolved" ? (
        <Alert severity="success" variant="outlined" role="status">
          {resolutionText(failure)}
        </Alert>
      ) : (
        retry.data !== undefined && <StillFails attempts={retry.data.attempts} />
      )}
      {retry.error !== null && <ProblemAlert error={retry.error} />}
      <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
        <ActButton
          operation="retryFailure"
          unless={unless}
          variant="contained"
          loading={retry.isPending}
          onClick={() => retry.mutate({ id })}
        >
          Retry now
        </ActButton>
        <ActButton
          operation="dismissFailure"
          unless={unless}
          variant="outlined"
          color="error"
          onClick={() => setAsking(true)}
        >
          Dismiss …
        </ActButton>
      </Stack>
      {isAsking && <DismissDialog failure={failure} onClose={() => setAsking(false)} />}
    </>
  );
};

const StillFails = ({ attempts }: { readonly attempts: number }): ReactNode => (
  <Alert severity="warning" variant="outlined" role="status">
    Tried again: the document is as it was (attempt {attempts}). Correct it in the main database first.
  </Alert>
);

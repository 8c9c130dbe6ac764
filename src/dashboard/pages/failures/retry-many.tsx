import { Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { WireFailureGroup } from "../../../contract/failure.ts";
import { useTRPC } from "../../api/trpc.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { ConfirmDialog } from "../../shared/confirm-dialog.tsx";
import { countOf } from "../../shared/format.ts";
import { useAct } from "../../shared/use-act.ts";
import { retryRequestOf, type ShownFilter } from "./failure-filter.ts";
import { codeWords, stateWords } from "./failure-words.ts";

type Props = { readonly filter: ShownFilter; readonly onBegun: (runId: string) => void };

/** Tries everything again that the filter shows and that is not resolved. */
export const RetryMany = ({ filter, onBegun }: Props): ReactNode => {
  const [isAsking, setAsking] = useState(false);
  const { data: groups } = useQuery(useTRPC().failureGroups.queryOptions());
  const meant = groups?.filter((group) => isMeant(group, filter)).reduce((sum, group) => sum + group.count, 0) ?? null;
  return (
    <>
      <ActButton
        operation="retryFailures"
        unless={refusalOf(filter, meant)}
        size="small"
        variant="outlined"
        onClick={() => setAsking(true)}
      >
        Retry all of these …
      </ActButton>
      {isAsking && <RetryDialog filter={filter} meant={meant} onBegun={onBegun} onClose={() => setAsking(false)} />}
    </>
  );
};

/** The groups do not tell of states. */
const isMeant = (group: WireFailureGroup, { collection, code }: ShownFilter): boolean =>
  (collection === undefined || group.collection === collection) && (code === undefined || group.code === code);

const refusalOf = (filter: ShownFilter, meant: number | null): string | null => {
  if (filter.state === "resolved") return "What is resolved is not tried again.";
  return meant === 0 ? "Nothing here fails, so there is nothing to try again." : null;
};

type DialogProps = Props & { readonly meant: number | null; readonly onClose: () => void };

const RetryDialog = ({ filter, meant, onBegun, onClose }: DialogProps): ReactNode => {
  const request = retryRequestOf(filter) ?? {};
  const retry = useAct(
    useTRPC().retryFailures.mutationOptions({
      onSuccess: ({ id }) => {
        onBegun(id);
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      title={`Try again: ${whatIsMeant(filter, meant)}?`}
      phrase={null}
      confirmLabel="Try again"
      call={{ method: "POST", path: "/api/sync/failures/retry", body: request }}
      isBusy={retry.isPending}
      error={retry.error}
      onConfirm={() => retry.mutate(request)}
      onClose={onClose}
    >
      <Typography>
        Each document is read once more, as it is now. What was corrected closes and comes into the books; what was not
        stays, with one attempt more. What was dismissed is left alone, and the planned retries stay as they are.
      </Typography>
    </ConfirmDialog>
  );
};

/** `12 documents (Amount is no number, payments)` */
const whatIsMeant = ({ state, collection, code }: ShownFilter, meant: number | null): string => {
  const isByState = state !== undefined && state !== "all";
  const narrowed = [isByState ? stateWords[state].toLowerCase() : null, code && codeWords[code].title, collection];
  const words = narrowed.filter((word) => word !== null && word !== undefined).join(", ");
  const size = meant === null || isByState ? "the documents" : countOf(meant, "document");
  return words === "" ? size : `${size} (${words})`;
};

import { Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireFixPlan } from "../../../contract/fix-plan.ts";
import { problemOf } from "../../api/problem-of.ts";
import { useTRPC } from "../../api/trpc.ts";
import { ConfirmDialog } from "../../shared/confirm-dialog.tsx";
import { countOf } from "../../shared/format.ts";
import { useAct } from "../../shared/use-act.ts";
import { onlyOf, type Selection, selectedCount } from "./selection.ts";

type Props = {
  readonly plan: WireFixPlan;
  readonly selection: Selection;
  readonly onApplied: (runId: string) => void;
  readonly onClose: () => void;
};

/** More are not readable in a command. */
const shownInCommandMax = 200;

export const ApplyDialog = ({ plan, selection, onApplied, onClose }: Props): ReactNode => {
  const { id, planHash, items, confirmation } = plan;
  const apply = useAct(
    useTRPC().applyFixPlan.mutationOptions({
      onSuccess: (run) => {
        onClose();
        onApplied(run.id);
      },
    }),
  );
  const chosen = selectedCount(selection, items);
  const only = onlyOf(selection, items);
  const fixes = countOf(chosen, "fix", "fixes");
  const body = {
    planHash,
    ...(only === undefined ? {} : { only }),
    ...(confirmation === null ? {} : { confirm: true }),
  };
  const path = `/api/sync/consistency/fix-plans/${encodeURIComponent(id)}/apply`;
  return (
    <ConfirmDialog
      title={`Apply ${fixes}?`}
      phrase={confirmation === null ? null : `apply ${fixes}`}
      confirmLabel={`Apply ${fixes}`}
      isDestructive={confirmation !== null}
      {...((only?.length ?? 0) > shownInCommandMax ? {} : { call: { method: "POST", path, body } as const })}
      isBusy={apply.isPending}
      error={apply.error}
      onConfirm={() => apply.mutate({ id, ...body })}
      onClose={onClose}
    >
      <Typography>
        The ledger is brought to what the main database says, document by document, and the totals of their accounts are
        summed anew. What no longer is as shown here is skipped. Everything touched is then verified again.
      </Typography>
      <Typography>
        Entries made by accountants are never changed. The journal keeps what was there before, and the audit who
        decided.
      </Typography>
      {chosen < items && (
        <Typography color="textSecondary">
          A plan is applied once: for the {countOf(items - chosen, "other")}, prepare another.
        </Typography>
      )}
      {apply.error !== null && problemOf(apply.error).code === "conflict" && (
        <Typography>
          Close this and look at the plan again; if it was applied or replaced meanwhile, prepare the fixes anew from
          the check.
        </Typography>
      )}
    </ConfirmDialog>
  );
};

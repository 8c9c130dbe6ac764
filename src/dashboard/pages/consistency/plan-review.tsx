import { Alert, Stack, Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import type { WireFixPlan } from "../../../contract/fix-plan.ts";
import { useRefusal } from "../../session/session.tsx";
import { ActButton } from "../../shared/act-button.tsx";
import { EmptyState } from "../../shared/empty-state.tsx";
import { count } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { ApplyDialog } from "./apply-dialog.tsx";
import { PlanFacts } from "./plan-facts.tsx";
import { PlanWarnings } from "./plan-warnings.tsx";
import { type Selection, selectedCount } from "./selection.ts";

type Props = {
  readonly plan: WireFixPlan;
  readonly selection: Selection;
  /** Told the run that carries it out. */
  readonly onApplied: (runId: string) => void;
};

/** What one request can name one by one. */
const namedMax = 10_000;

const obstacleOf = (chosen: number, items: number): string | null => {
  if (chosen === 0) return "Select at least one fix.";
  if (chosen < items && chosen > namedMax)
    return `Select all, or at most ${count(namedMax)}: a request cannot name more of them.`;
  return null;
};

/** A plan that nobody has applied: what it would do, and the button that does it. */
export const PlanReview = ({ plan, selection, onApplied }: Props): ReactNode => {
  const [isAsking, setAsking] = useState(false);
  const refusal = useRefusal("applyFixPlan");
  const chosen = selectedCount(selection, plan.items);
  if (plan.items === 0)
    return (
      <EmptyState title="Nothing is left to fix">
        What the check has found is no longer there, or only a person can mend it.
      </EmptyState>
    );
  return (
    <Panel
      title="What would be done"
      action={
        <Stack direction="row" sx={{ alignItems: "center", gap: 1.5, flexWrap: "wrap" }}>
          <Typography aria-live="polite" sx={{ fontVariantNumeric: "tabular-nums" }}>
            {count(chosen)} of {count(plan.items)} selected
          </Typography>
          <ActButton
            operation="applyFixPlan"
            unless={obstacleOf(chosen, plan.items)}
            variant="contained"
            onClick={() => setAsking(true)}
          >
            Apply …
          </ActButton>
        </Stack>
      }
    >
      <Stack spacing={1.5}>
        <PlanFacts plan={plan} />
        <PlanWarnings plan={plan} />
        {refusal !== null && (
          <Alert severity="info" variant="outlined">
            You can look, but not apply: {refusal}
          </Alert>
        )}
      </Stack>
      {isAsking && (
        <ApplyDialog plan={plan} selection={selection} onApplied={onApplied} onClose={() => setAsking(false)} />
      )}
    </Panel>
  );
};

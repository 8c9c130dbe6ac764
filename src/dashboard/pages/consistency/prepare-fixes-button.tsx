import { Stack } from "@mui/material";
import type { ReactNode } from "react";
import type { WireCheck } from "../../../contract/check.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { navigate } from "../../routing/use-route.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { useAct } from "../../shared/use-act.ts";
import { ruleWords } from "./rule-words.ts";

type Props = {
  /** Null until it is known. */
  readonly check: WireCheck | null;
  readonly label?: string;
};

/** Lets the service work out what would mend a check's findings. Changes nothing in the ledger. */
export const PrepareFixesButton = ({ check, label = "Prepare fixes" }: Props): ReactNode => {
  const prepare = useAct(
    useTRPC().makeFixPlan.mutationOptions({ onSuccess: ({ id }) => navigate(href("consistency", ["plans", id])) }),
  );
  return (
    <Stack spacing={1} sx={{ alignItems: "flex-end" }}>
      <ActButton
        operation="makeFixPlan"
        unless={check === null ? "The check is being read." : obstacleOf(check)}
        variant="contained"
        loading={prepare.isPending}
        onClick={() => check !== null && prepare.mutate({ id: check.id })}
      >
        {label}
      </ActButton>
      {prepare.error !== null && <ProblemAlert error={prepare.error} />}
    </Stack>
  );
};

const obstacleOf = ({ state, inconsistencies }: WireCheck): string | null => {
  if (state === "running") return "The check is not over yet.";
  if (inconsistencies.length === 0) return "There is nothing to fix.";
  const isAnyMended = inconsistencies.some(({ type }) => ruleWords[type].byHand === null);
  return isAnyMended ? null : "None of this can be fixed by the service; each rule says what to do.";
};

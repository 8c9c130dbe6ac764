import { Link, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { WireFixPlan } from "../../../contract/fix-plan.ts";
import { problemOf } from "../../api/problem-of.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { LoadingPage } from "../../shell/loading-page.tsx";
import { PlanItems } from "./plan-items.tsx";
import { PlanOutcome } from "./plan-outcome.tsx";
import { PlanReview } from "./plan-review.tsx";
import { everything } from "./selection.ts";
import { UnfixablePanel } from "./unfixable-panel.tsx";

/** What would be changed, before → after; then what was. */
export const PlanPage = ({ id }: { readonly id: string }): ReactNode => {
  const plan = useQuery(useTRPC().fixPlan.queryOptions({ id }));
  const isGone = plan.data === undefined && plan.error !== null && problemOf(plan.error).code === "not_found";
  return isGone ? (
    <EmptyState title="This plan is no longer kept" action={<Link href={href("consistency")}>To the checks</Link>}>
      Plans and checks are kept for some months. Check again and prepare the fixes anew: a plan always shows what is
      there now.
    </EmptyState>
  ) : (
    <QueryView query={plan} loading={<LoadingPage />}>
      {(data) => <Plan plan={data} />}
    </QueryView>
  );
};

const Plan = ({ plan }: { readonly plan: WireFixPlan }): ReactNode => {
  const [selection, setSelection] = useState(everything);
  const [startedRun, setStartedRun] = useState<string | null>(null);
  const runId = startedRun ?? plan.appliedBy;
  const up = { to: href("consistency", ["checks", plan.checkId]), label: "Check" };
  return (
    <Stack spacing={2}>
      <PageHead title="Fix plan" up={up} />
      {runId === null ? (
        <PlanReview plan={plan} selection={selection} onApplied={setStartedRun} />
      ) : (
        <PlanOutcome plan={plan} runId={runId} />
      )}
      {plan.items > 0 && (
        <PlanItems plan={plan} selection={selection} onSelect={runId === null ? setSelection : null} />
      )}
      <UnfixablePanel checkId={plan.checkId} />
    </Stack>
  );
};

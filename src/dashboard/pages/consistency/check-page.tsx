import { Alert, Link, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireCheck } from "../../../contract/check.ts";
import { problemOf } from "../../api/problem-of.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { useChoice } from "../../shared/filter-select.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { Panel } from "../../shared/panel.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { LoadingPage } from "../../shell/loading-page.tsx";
import { ActiveRun, progressMs } from "../control/active-runs.tsx";
import { CheckFacts } from "./check-facts.tsx";
import { CheckNotes } from "./check-notes.tsx";
import { FindingsPanel } from "./findings-panel.tsx";
import { PrepareFixesButton } from "./prepare-fixes-button.tsx";
import { RuleSummary } from "./rule-summary.tsx";
import { ruleNames } from "./rule-words.ts";

type Props = { readonly id: string };

const up = { to: href("consistency"), label: "Consistency" };

/** One check: what it has looked at, what it has found, and what would mend that. */
export const CheckPage = ({ id }: Props): ReactNode => {
  const trpc = useTRPC();
  // A round of the continuous verification has no run.
  const run = useQuery(
    trpc.run.queryOptions(
      { id },
      { refetchInterval: ({ state: { data } }) => (data?.state === "running" ? progressMs : false) },
    ),
  ).data;
  const isUnderWay = run?.state === "running" || run?.state === "queued";
  const check = useQuery(
    trpc.check.queryOptions(
      { id },
      { refetchInterval: ({ state: { data } }) => (isUnderWay || data?.state === "running" ? progressMs : false) },
    ),
  );
  const isNotWrittenYet = isUnderWay && check.data === undefined && problemOf(check.error).code === "not_found";
  return (
    <Stack spacing={2}>
      <PageHead title="Consistency check" up={up} action={<PrepareFixesButton check={check.data ?? null} />} />
      {run !== undefined && isUnderWay && (
        <Panel title="Checking now">
          <ActiveRun run={run} />
        </Panel>
      )}
      {!isNotWrittenYet && (
        <QueryView query={check} loading={<LoadingPage />}>
          {(data) => <Report check={data} />}
        </QueryView>
      )}
    </Stack>
  );
};

const Report = ({ check }: { readonly check: WireCheck }): ReactNode => {
  const rule = useChoice("rule", ruleNames) ?? null;
  return (
    <>
      <NewerCheckNote id={check.id} />
      <CheckNotes check={check} />
      <CheckFacts check={check} />
      {check.inconsistencies.length > 0 && (
        <Panel title="By rule" flush>
          <RuleSummary check={check} current={rule} />
        </Panel>
      )}
      <FindingsPanel check={check} rule={rule} />
    </>
  );
};

/** Findings of an old check may long be mended. */
const NewerCheckNote = ({ id }: Props): ReactNode => {
  const trpc = useTRPC();
  const { data: health } = useQuery(trpc.health.queryOptions());
  const { data: newest } = useQuery(
    // Asked for before there is a report, it would run a check.
    trpc.consistency.queryOptions({}, { enabled: health !== undefined && health.verification.verifiedAt !== null }),
  );
  if (newest === undefined || !("checkId" in newest) || newest.checkId === id) return null;
  return (
    <Alert severity="info" variant="outlined">
      There is <Link href={href("consistency", ["checks", newest.checkId])}>a newer check</Link>; what is shown here may
      have been mended since.
    </Alert>
  );
};

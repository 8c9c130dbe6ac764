import { Link, Skeleton } from "@mui/material";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { count, duration } from "../../shared/format.ts";
import type { Column } from "../../shared/list/column.ts";
import { listOptions, pageSize } from "../../shared/list/list-query.ts";
import { PagedTable } from "../../shared/list/paged-table.tsx";
import { Panel } from "../../shared/panel.tsx";
import { Time } from "../../shared/time.tsx";
import { CheckVerdict } from "./check-verdict.tsx";

/** The checks that somebody or a schedule has asked for, newest first. */
export const CheckHistory = (): ReactNode => {
  const runs = useInfiniteQuery(
    useTRPC().runs.infiniteQueryOptions({ kind: "consistency", limit: pageSize }, listOptions),
  );
  return (
    <Panel title="Checks that were asked for" hint="Rounds of the verification that never ends are not listed." flush>
      <PagedTable label="Checks" query={runs} columns={columns} rowKey={({ id }) => id} empty={<NoChecks />} />
    </Panel>
  );
};

const NoChecks = (): ReactNode => (
  <EmptyState title="No check has been asked for yet">
    “Check now” begins one; the schedule weekly_consistency_check begins one every Sunday.
  </EmptyState>
);

const columns: readonly Column<WireRun>[] = [
  {
    id: "started",
    title: "Started",
    cell: ({ id, startedAt, createdAt }) => (
      <Link href={href("consistency", ["checks", id])} underline="hover">
        <Time at={startedAt ?? createdAt} />
      </Link>
    ),
  },
  { id: "verdict", title: "Verdict", cell: (run) => <VerdictOfRun run={run} /> },
  { id: "by", title: "Asked by", cell: askedBy },
  { id: "looked", title: "Documents", align: "right", cell: ({ counts }) => count(counts.read) },
  { id: "took", title: "Took", align: "right", cell: took },
];

function askedBy({ schedule, trigger, actor }: WireRun): string {
  if (schedule !== null) return schedule.name;
  return trigger === "startup" ? "the first sync" : actor;
}

function took({ startedAt, endedAt }: WireRun): string {
  return startedAt === null || endedAt === null ? "–" : duration(Date.parse(endedAt) - Date.parse(startedAt));
}

/** A run knows that it is over; what was found is the check's. */
const VerdictOfRun = ({ run: { id, state } }: { readonly run: WireRun }): ReactNode => {
  const isOver = state !== "running" && state !== "queued";
  const { data, isError } = useQuery(
    useTRPC().check.queryOptions({ id }, { enabled: isOver, staleTime: Number.POSITIVE_INFINITY }),
  );
  if (!isOver) return <CheckVerdict check={{ state: "running", isConsistent: null, findings: 0 }} />;
  if (data !== undefined) return <CheckVerdict check={data} />;
  // One that failed before its first step has left no report.
  return isError ? "No report" : <Skeleton width={110} />;
};

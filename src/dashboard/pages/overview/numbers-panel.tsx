import { Skeleton } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireStats } from "../../../contract/stats.ts";
import { useTRPC } from "../../api/trpc.ts";
import { count, lag } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { Figure, Figures } from "./figure.tsx";

/** What was done with the changes so far. */
export const NumbersPanel = (): ReactNode => {
  const stats = useQuery(useTRPC().stats.queryOptions());
  return (
    <Panel title="Changes" hint="Each change ends in exactly one of these; they add up to what was read.">
      <QueryView query={stats} loading={<Skeleton variant="rounded" height={110} />}>
        {(data) => <Numbers stats={data} />}
      </QueryView>
    </Panel>
  );
};

const Numbers = ({ stats: { counters, lag: waited, eventsPerSecond } }: { readonly stats: WireStats }): ReactNode => (
  <Figures>
    <Figure label="Read" note={`${eventsPerSecond.toFixed(1)} a second`}>
      {count(counters.events)}
    </Figure>
    <Figure label="Applied">{count(counters.applied)}</Figure>
    <Figure label="Unchanged">{count(counters.unchanged)}</Figure>
    <Figure label="Coalesced">{count(counters.coalesced)}</Figure>
    <Figure label="Not posted">{count(counters.notPosted)}</Figure>
    <Figure label="Failed">{count(counters.failed)}</Figure>
    <Figure label="Lag, typical" note={waited === null ? "no change yet" : `99 % within ${lag(waited.p99Ms)}`}>
      {waited === null ? "–" : lag(waited.p50Ms)}
    </Figure>
  </Figures>
);

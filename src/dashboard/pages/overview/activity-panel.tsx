import { Box, Button, Skeleton, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useActivity } from "../../live/activity.ts";
import type { Stretch } from "../../live/activity-log.ts";
import { count, inLocal, lag } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { TableScroll } from "../../shared/table-scroll.tsx";

const LagChart = lazy(async () => ({ default: (await import("./lag-chart.tsx")).LagChart }));
const ThroughputChart = lazy(async () => ({ default: (await import("./lag-chart.tsx")).ThroughputChart }));

const chartHeight = 190;

/** How long changes waited and how many came, in the last quarter of an hour. */
export const ActivityPanel = (): ReactNode => {
  const stretches = useActivity();
  const [isTable, setTable] = useState(false);
  const heard = stretches.filter(({ kind }) => kind !== "gap");
  return (
    <Panel
      title="Lag and throughput"
      hint="Since the dashboard was opened, at most 15 minutes. A break: nobody listened. A line on the ground: nothing came."
      action={
        <Button size="small" color="inherit" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? "As charts" : "As a table"}
        </Button>
      }
    >
      {isTable ? <ActivityTable stretches={heard} /> : <Charts stretches={stretches} heard={heard} />}
    </Panel>
  );
};

type ChartsProps = { readonly stretches: readonly Stretch[]; readonly heard: readonly Stretch[] };

const Charts = ({ stretches, heard }: ChartsProps): ReactNode => (
  <Suspense fallback={<Skeleton variant="rounded" height={chartHeight * 2} />}>
    <Typography variant="body2" color="textSecondary">
      {summaryOf(heard)}
    </Typography>
    <Box role="img" aria-label={`Lag. ${summaryOf(heard)} The same as a table: press “As a table”.`}>
      <LagChart stretches={stretches} />
    </Box>
    <Box role="img" aria-label="Changes by collection. The same as a table: press “As a table”.">
      <ThroughputChart stretches={stretches} />
    </Box>
  </Suspense>
);

const summaryOf = (heard: readonly Stretch[]): string => {
  const busy = heard.filter(({ kind }) => kind === "busy");
  if (busy.length === 0) return heard.length === 0 ? "Not listened yet." : "Idle: no change has come.";
  const longest = Math.max(0, ...busy.map(({ lagMs }) => lagMs ?? 0));
  const changes = busy.reduce((sum, { counts }) => sum + counts.payments + counts.properties + counts.owners, 0);
  return `${count(changes)} changes, longest wait ${lag(longest)}.`;
};

const ActivityTable = ({ stretches }: { readonly stretches: readonly Stretch[] }): ReactNode => (
  <Box sx={{ maxHeight: chartHeight * 2, overflow: "auto" }}>
    <TableScroll label="Lag and throughput">
      <Table stickyHeader>
        <TableHead>
          <TableRow>
            <TableCell>From</TableCell>
            <TableCell align="right">Longest wait</TableCell>
            <TableCell align="right">Payments</TableCell>
            <TableCell align="right">Properties</TableCell>
            <TableCell align="right">Owners</TableCell>
            <TableCell align="right">Failed</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {stretches.toReversed().map(({ from, kind, lagMs, counts }) => (
            <TableRow key={from}>
              <TableCell>{inLocal(from)}</TableCell>
              <TableCell align="right">{kind === "idle" ? "idle" : lag(lagMs ?? 0)}</TableCell>
              <TableCell align="right">{count(counts.payments)}</TableCell>
              <TableCell align="right">{count(counts.properties)}</TableCell>
              <TableCell align="right">{count(counts.owners)}</TableCell>
              <TableCell align="right">{count(counts.failed)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableScroll>
  </Box>
);

import { Box, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import type { ReactNode } from "react";
import { added, longer } from "../../live/activity-log.ts";
import type { Stretch } from "../../live/join-history.ts";
import { count, inLocal, lag } from "../../shared/format.ts";
import { TableScroll } from "../../shared/table-scroll.tsx";
import { chartHeight } from "./time-axis.ts";

type Props = { readonly stretches: readonly Stretch[]; readonly stepMs: number };

/** The charts in words, newest first; times without changes are one row each. */
export const ActivityTable = ({ stretches, stepMs }: Props): ReactNode => (
  <Box sx={{ maxHeight: chartHeight * 2, overflow: "auto" }}>
    <TableScroll label="Lag and throughput">
      <Table stickyHeader>
        <TableHead>
          <TableRow>
            <TableCell>From</TableCell>
            <TableCell>To</TableCell>
            <TableCell align="right">Longest wait</TableCell>
            {["Payments", "Properties", "Owners", "Failed", "Errors"].map((title) => (
              <TableCell key={title} align="right">
                {title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rowsOf(stretches, stepMs)
            .toReversed()
            .map((row) => (
              <ActivityRow key={row.from} row={row} />
            ))}
        </TableBody>
      </Table>
    </TableScroll>
  </Box>
);

export type Row = Stretch & { readonly to: number };

const ActivityRow = ({ row: { from, to, kind, lagMs, counts, errors } }: { readonly row: Row }): ReactNode => (
  <TableRow>
    <TableCell sx={{ whiteSpace: "nowrap" }}>{inLocal(from)}</TableCell>
    <TableCell sx={{ whiteSpace: "nowrap" }}>{inLocal(to).slice(11, 19)}</TableCell>
    <TableCell align="right" sx={{ whiteSpace: "nowrap" }}>
      {kind === "busy" ? lagOr(lagMs) : wordOf[kind]}
    </TableCell>
    {[counts.payments, counts.properties, counts.owners, counts.failed].map((value, column) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: always the same columns
      <TableCell key={column} align="right">
        {kind === "gap" ? "–" : count(value)}
      </TableCell>
    ))}
    <TableCell align="right">{count(errors)}</TableCell>
  </TableRow>
);

const wordOf = { idle: "idle", gap: "not known" } as const;

const lagOr = (lagMs: number | null): string => (lagMs === null ? "not known" : lag(lagMs));

/** Neighbours that are idle, or that nobody knows, are told as one. */
export const rowsOf = (stretches: readonly Stretch[], stepMs: number): readonly Row[] => {
  const rows: Row[] = [];
  for (const stretch of stretches) {
    const to = stretch.from + stepMs;
    const before = rows.at(-1);
    if (before === undefined || before.kind !== stretch.kind || stretch.kind === "busy") rows.push({ ...stretch, to });
    else rows[rows.length - 1] = lengthened(before, stretch, to);
  }
  return rows;
};

const lengthened = (row: Row, { lagMs, counts, errors }: Stretch, to: number): Row => ({
  ...row,
  to,
  lagMs: longer(row.lagMs, lagMs),
  counts: added(row.counts, counts),
  errors: row.errors + errors,
});

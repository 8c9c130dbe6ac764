import { Box, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import type { ReactNode } from "react";
import type { Stretch } from "../../live/join-history.ts";
import { count, inLocal, lag } from "../../shared/format.ts";
import { TableScroll } from "../../shared/table-scroll.tsx";
import { type ActivityRow, activityRows } from "./activity-rows.ts";
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
          {activityRows(stretches, stepMs)
            .toReversed()
            .map((row) => (
              <StretchRow key={row.from} row={row} />
            ))}
        </TableBody>
      </Table>
    </TableScroll>
  </Box>
);

const StretchRow = ({ row: { from, to, kind, lagMs, counts, errors } }: { readonly row: ActivityRow }): ReactNode => (
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

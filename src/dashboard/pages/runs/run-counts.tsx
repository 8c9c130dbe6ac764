import { Table, TableBody, TableCell, TableRow, Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { count } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";

type Counts = WireRun["counts"];

const labels: Readonly<Record<keyof Counts, readonly [label: string, hint: string]>> = {
  read: ["Read", "documents of the main database"],
  applied: ["Changed", "in the ledger"],
  unchanged: ["Unchanged", "right already"],
  notPosted: ["Not posted", "no income, such as what is not paid yet"],
  failed: ["Failed", "cannot be read; each is recorded as a failure"],
  toRetract: ["Gone", "in the ledger, and no more in the main database"],
  retracted: ["Taken back", "rows made void and accounts archived"],
  driftCorrected: ["Drift", "corrected though no change had told of it"],
  aheadCorrected: ["Ahead", "claimed a time that had not come"],
  expiredRemoved: ["Cleared", "old records of the service itself"],
};

/** Told even where they are nought. */
const usual: ReadonlySet<string> = new Set(["read", "applied", "unchanged", "notPosted", "failed"]);
const usualOfCheck: ReadonlySet<string> = new Set(["read"]);

/** What a run has counted, so far or in all. */
export const RunCounts = ({ run: { kind, dryRun, counts } }: { readonly run: WireRun }): ReactNode => {
  const always = kind === "consistency" ? usualOfCheck : usual;
  // Safe: the keys of a record are those of its type.
  const names = (Object.keys(labels) as (keyof Counts)[]).filter((name) => always.has(name) || counts[name] > 0);
  return (
    <Panel title="Counts" {...(dryRun ? { hint: "What would have come of it: a dry run changes nothing." } : {})} flush>
      <Table aria-label="Counts">
        <TableBody>
          {names.map((name) => (
            <TableRow key={name} sx={{ "&:last-child > *": { border: 0 } }}>
              <TableCell component="th" scope="row" sx={{ pl: 2 }}>
                {labels[name][0]}
                <Typography component="span" variant="body2" color="textSecondary" sx={{ ml: 1 }}>
                  {labels[name][1]}
                </Typography>
              </TableCell>
              <TableCell align="right" sx={{ pr: 2, fontWeight: 600 }}>
                {count(counts[name])}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
};

import { Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import type { ReactNode } from "react";
import type { WireAccount } from "../../../../contract/account.ts";
import { EmptyState } from "../../../shared/empty-state.tsx";
import { count } from "../../../shared/format.ts";
import { Money } from "../../../shared/money.tsx";
import { TableScroll } from "../../../shared/table-scroll.tsx";
import { sentence } from "../../../shared/words.ts";
import { useIsNarrow } from "../use-is-narrow.ts";

const wideColumns = ["income", "expenses", "balance"] as const;
/** What is looked for most is seen without scrolling. */
const narrowColumns = ["balance", "income", "expenses"] as const;

/** A line a currency; there is no sum below, as currencies cannot be added. */
export const TotalsTable = ({ balances }: { readonly balances: WireAccount["balances"] }): ReactNode => {
  const lines = Object.entries(balances);
  const columns = useIsNarrow() ? narrowColumns : wideColumns;
  if (lines.length === 0)
    return <EmptyState title="Nothing is posted">There are totals as soon as a row counts.</EmptyState>;
  return (
    <TableScroll label="Totals">
      <Table>
        <TableHead>
          <TableRow>
            <TableCell>Currency</TableCell>
            {columns.map((column) => (
              <TableCell key={column} align="right">
                {sentence(column)}
              </TableCell>
            ))}
            <TableCell align="right">Rows</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map(([currency, { rowCount, ...totals }]) => (
            <TableRow key={currency}>
              <TableCell component="th" scope="row">
                {currency}
              </TableCell>
              {columns.map((column) => (
                <TableCell key={column} align="right" sx={{ fontWeight: column === "balance" ? 600 : 400 }}>
                  <Money {...totals[column]} />
                </TableCell>
              ))}
              <TableCell align="right">{count(rowCount)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableScroll>
  );
};

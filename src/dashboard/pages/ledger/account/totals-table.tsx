import { Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import type { ReactNode } from "react";
import type { WireAccount } from "../../../../contract/account.ts";
import { EmptyState } from "../../../shared/empty-state.tsx";
import { count } from "../../../shared/format.ts";
import { Money } from "../../../shared/money.tsx";
import { TableScroll } from "../../../shared/table-scroll.tsx";

/** A line a currency; there is no sum below, as currencies cannot be added. */
export const TotalsTable = ({ balances }: { readonly balances: WireAccount["balances"] }): ReactNode => {
  const lines = Object.entries(balances);
  if (lines.length === 0)
    return <EmptyState title="Nothing is posted">There are totals as soon as a row counts.</EmptyState>;
  return (
    <TableScroll label="Totals">
      <Table>
        <TableHead>
          <TableRow>
            <TableCell>Currency</TableCell>
            <TableCell align="right">Rows</TableCell>
            <TableCell align="right">Income</TableCell>
            <TableCell align="right">Expenses</TableCell>
            <TableCell align="right">Balance</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map(([currency, { income, expenses, balance, rowCount }]) => (
            <TableRow key={currency}>
              <TableCell component="th" scope="row">
                {currency}
              </TableCell>
              <TableCell align="right">{count(rowCount)}</TableCell>
              <TableCell align="right">
                <Money {...income} />
              </TableCell>
              <TableCell align="right">
                <Money {...expenses} />
              </TableCell>
              <TableCell align="right" sx={{ fontWeight: 600 }}>
                <Money {...balance} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableScroll>
  );
};

import { Box, Typography } from "@mui/material";
import type { WireListedTransaction, WireTransaction } from "../../../../contract/transaction.ts";
import type { Column } from "../../../shared/list/column.ts";
import { Money } from "../../../shared/money.tsx";
import { Day } from "../day.tsx";
import { RowAct } from "./row-act.tsx";
import { RowText } from "./row-text.tsx";

type Columns = readonly Column<WireListedTransaction>[];

/** `onReverse` is told the entry that somebody wants to take back. */
export const transactionColumns = (onReverse: (row: WireTransaction) => void): Columns => [
  { id: "day", title: "Date", width: 116, cell: ({ occurredAt }) => <Day at={occurredAt} /> },
  { id: "text", title: "Entry", cell: (row) => <RowText row={row} /> },
  { id: "amount", title: "Amount", align: "right", width: 165, cell: (row) => <RowAmount row={row} /> },
  { id: "balance", title: "Balance", align: "right", width: 165, cell: (row) => <RowBalance row={row} /> },
  { id: "act", title: "More", align: "right", width: 116, cell: (row) => <RowAct row={row} onReverse={onReverse} /> },
];

/** The same for a telephone: the day stands above the text, what can be done below. */
export const narrowTransactionColumns = (onReverse: (row: WireTransaction) => void): Columns => [
  {
    id: "text",
    title: "Entry",
    cell: (row) => (
      <>
        <Typography component="div" variant="body2" color="textSecondary">
          <Day at={row.occurredAt} />
        </Typography>
        <RowText row={row} />
        <RowAct row={row} onReverse={onReverse} />
      </>
    ),
  },
  {
    id: "amount",
    title: "Amount, balance",
    align: "right",
    width: 158,
    cell: (row) => (
      <>
        <RowAmount row={row} />
        <Box sx={{ color: "text.secondary" }}>
          <RowBalance row={row} />
        </Box>
      </>
    ),
  },
];

type RowProps = { readonly row: WireListedTransaction };

/** With its sign; what is void counts for nothing and is struck out. */
const RowAmount = ({ row: { amount, direction, status } }: RowProps) => (
  <Box component={status === "void" ? "s" : "span"} sx={status === "void" ? { color: "text.secondary" } : {}}>
    <Money amount={direction === 1 ? amount.amount : `-${amount.amount}`} currency={amount.currency} />
  </Box>
);

/** What is void changes no balance. */
const RowBalance = ({ row: { runningBalance, status } }: RowProps) =>
  status === "void" ? null : <Money {...runningBalance} />;

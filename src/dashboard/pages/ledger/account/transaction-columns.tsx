import { Box } from "@mui/material";
import type { WireTransaction } from "../../../../contract/transaction.ts";
import type { Column } from "../../../shared/list/column.ts";
import { Money } from "../../../shared/money.tsx";
import { Day } from "../day.tsx";
import { RowAct } from "./row-act.tsx";
import { RowText } from "./row-text.tsx";

/** `onReverse` is told the entry that somebody wants to take back. */
export const transactionColumns = (onReverse: (row: WireTransaction) => void): readonly Column<WireTransaction>[] => [
  { id: "day", title: "Date", width: 112, cell: ({ occurredAt }) => <Day at={occurredAt} /> },
  { id: "text", title: "Entry", cell: (row) => <RowText row={row} /> },
  { id: "amount", title: "Amount", align: "right", width: 170, cell: (row) => <RowAmount row={row} /> },
  { id: "act", title: "More", align: "right", width: 116, cell: (row) => <RowAct row={row} onReverse={onReverse} /> },
];

/** With its sign; what is void counts for nothing and is struck out. */
const RowAmount = ({ row: { amount, direction, status } }: { readonly row: WireTransaction }) => (
  <Box component={status === "void" ? "s" : "span"} sx={status === "void" ? { color: "text.secondary" } : {}}>
    <Money amount={direction === 1 ? amount.amount : `-${amount.amount}`} currency={amount.currency} />
  </Box>
);

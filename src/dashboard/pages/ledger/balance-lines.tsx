import { Box } from "@mui/material";
import type { ReactNode } from "react";
import type { WireAccount } from "../../../contract/account.ts";
import { Money } from "../../shared/money.tsx";

type Props = {
  readonly balances: WireAccount["balances"];
  readonly part: "income" | "expenses" | "balance";
};

/** One line a currency, so that currencies stand side by side in all columns and are never added. */
export const BalanceLines = ({ balances, part }: Props): ReactNode => {
  const lines = Object.entries(balances);
  if (lines.length === 0) return "–";
  return lines.map(([currency, totals]) => (
    <Box key={currency}>
      <Money {...totals[part]} />
    </Box>
  ));
};

/** Rows can be added, money of different currencies cannot. */
export const rowCountOf = (balances: WireAccount["balances"]): number =>
  Object.values(balances).reduce((sum, { rowCount }) => sum + rowCount, 0);

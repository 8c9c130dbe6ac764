import { Box } from "@mui/material";
import type { ReactNode } from "react";
import { decimal } from "./format.ts";

type Props = {
  /** A decimal string, as the API has it: `"-1234.50"`. */
  readonly amount: string;
  readonly currency: string;
  /** A difference shows its plus, too. */
  readonly signed?: boolean;
};

/** `1,234.50 USD`; the currency never parts from its amount. */
export const Money = ({ amount, currency, signed = false }: Props): ReactNode => (
  <Box component="span" sx={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }}>
    {signed && !amount.startsWith("-") && "+"}
    {decimal(amount)}{" "}
    <Box component="span" sx={{ color: "text.secondary", fontSize: "0.85em" }}>
      {currency}
    </Box>
  </Box>
);

import { Box } from "@mui/material";
import type { ReactNode } from "react";
import type { WireCheck } from "../../../contract/check.ts";
import { verdictOfCheck } from "./verdict-of-check.ts";

type Props = { readonly check: Pick<WireCheck, "state" | "isConsistent" | "findings"> };

export const CheckVerdict = ({ check }: Props): ReactNode => {
  const { tone, sign, word } = verdictOfCheck(check);
  return (
    <Box component="span" sx={{ whiteSpace: "nowrap" }}>
      <Box component="span" aria-hidden sx={{ color: `${tone}.main`, fontWeight: 700, mr: 0.75 }}>
        {sign}
      </Box>
      {word}
    </Box>
  );
};

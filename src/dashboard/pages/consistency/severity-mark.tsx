import { Box } from "@mui/material";
import type { ReactNode } from "react";
import type { Severity } from "./rule-words.ts";

type Look = { readonly word: string; readonly sign: string; readonly color: string };

/** A sign of its own each: colour alone tells nobody anything. */
const looks: Readonly<Record<Severity, Look>> = {
  critical: { word: "Critical", sign: "▲", color: "error.main" },
  high: { word: "High", sign: "◆", color: "warning.main" },
  medium: { word: "Medium", sign: "●", color: "info.main" },
  low: { word: "Low", sign: "○", color: "text.secondary" },
};

export const SeverityMark = ({ severity }: { readonly severity: Severity }): ReactNode => {
  const { word, sign, color } = looks[severity];
  return (
    <Box component="span" sx={{ whiteSpace: "nowrap" }}>
      <Box component="span" aria-hidden sx={{ color, mr: 0.75, display: "inline-block", width: "1em" }}>
        {sign}
      </Box>
      {word}
    </Box>
  );
};

import { Box, Tooltip } from "@mui/material";
import type { ReactNode } from "react";
import type { WireAuditLine } from "../../../contract/audit.ts";
import { sentence } from "../../shared/words.ts";
import { outcomeMeanings, outcomeWords } from "./audit-words.ts";

const colors: Readonly<Record<WireAuditLine["outcome"], string>> = {
  intended: "text.disabled",
  succeeded: "success.main",
  refused: "warning.main",
  failed: "error.main",
};

/** `Refused: forbidden` */
export const Outcome = ({ line: { outcome, code } }: { readonly line: WireAuditLine }): ReactNode => (
  <Tooltip title={outcomeMeanings[outcome]} describeChild>
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.75 }}>
      <Box
        component="span"
        aria-hidden
        sx={{ width: 8, height: 8, borderRadius: "50%", bgcolor: colors[outcome], flexShrink: 0 }}
      />
      {code === null ? outcomeWords[outcome] : `${outcomeWords[outcome]}: ${sentence(code).toLowerCase()}`}
    </Box>
  </Tooltip>
);

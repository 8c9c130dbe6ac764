import { Box, Paper, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireHealth } from "../../../contract/health.ts";
import { toneOfReason } from "../../shell/verdict-of.ts";
import { ReasonButton } from "./reason-button.tsx";

type Reason = WireHealth["reasons"][number];

/** Why it is less than healthy, what to do about each, and the button that does it. */
export const ReasonList = ({ reasons }: { readonly reasons: readonly Reason[] }): ReactNode =>
  reasons.length === 0 ? null : (
    <Paper variant="outlined" component="section" aria-label="Reasons">
      <Stack component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {reasons.map((reason) => (
          <ReasonItem key={reason.code} reason={reason} />
        ))}
      </Stack>
    </Paper>
  );

const ReasonItem = ({ reason }: { readonly reason: Reason }): ReactNode => {
  const tone = toneOfReason(reason);
  return (
    <Stack
      component="li"
      direction={{ xs: "column", sm: "row" }}
      sx={{ gap: { xs: 1, sm: 2 }, px: { xs: 2, sm: 3 }, py: 1.5, "& + &": { borderTop: 1, borderColor: "divider" } }}
    >
      <Box sx={{ flexGrow: 1, minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600 }}>
          <Box component="span" sx={{ color: `${tone}.main` }}>
            {reason.severity === "unhealthy" ? "Unhealthy: " : "Degraded: "}
          </Box>
          {reason.message}
        </Typography>
        <Typography color="textSecondary">{reason.action}</Typography>
      </Box>
      <Box sx={{ alignSelf: { sm: "center" }, flexShrink: 0 }}>
        <ReasonButton code={reason.code} />
      </Box>
    </Stack>
  );
};

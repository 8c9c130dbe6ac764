import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";

type Props = { readonly label: string; readonly children: ReactNode; readonly note?: ReactNode };

/** One number and what it counts. */
export const Figure = ({ label, children, note }: Props): ReactNode => (
  <Box sx={{ minWidth: 0 }}>
    <Typography component="dt" variant="body2" color="textSecondary">
      {label}
    </Typography>
    <Typography component="dd" variant="h6" sx={{ m: 0 }}>
      {children}
    </Typography>
    {note !== undefined && (
      <Typography component="dd" variant="body2" color="textSecondary" sx={{ m: 0 }}>
        {note}
      </Typography>
    )}
  </Box>
);

/** Figures beside each other, as many as fit. */
export const Figures = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <Box
    component="dl"
    sx={{ m: 0, display: "grid", gap: 2, gridTemplateColumns: "repeat(auto-fit, minmax(132px, 1fr))" }}
  >
    {children}
  </Box>
);

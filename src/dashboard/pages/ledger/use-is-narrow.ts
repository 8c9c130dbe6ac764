import { type Theme, useMediaQuery } from "@mui/material";

/** As narrow as a telephone: tables show what matters most. */
export const useIsNarrow = (): boolean => useMediaQuery((theme: Theme) => theme.breakpoints.down("sm"));

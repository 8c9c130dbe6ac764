import { Skeleton, Stack } from "@mui/material";
import type { ReactNode } from "react";

/** Until the page's code is there. */
export const LoadingPage = (): ReactNode => (
  <Stack spacing={2} aria-busy="true" aria-label="Loading">
    <Skeleton variant="rounded" height={72} />
    <Skeleton variant="rounded" height={280} />
    <Skeleton variant="rounded" height={180} />
  </Stack>
);

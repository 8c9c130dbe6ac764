import { Skeleton, Stack } from "@mui/material";
import type { ReactNode } from "react";

const lines = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

/** As large as the first rows of a list. */
export const ListSkeleton = (): ReactNode => (
  <Stack spacing={1} sx={{ px: 2, py: 1 }}>
    {lines.map((line) => (
      <Skeleton key={line} variant="rounded" height={32} />
    ))}
  </Stack>
);

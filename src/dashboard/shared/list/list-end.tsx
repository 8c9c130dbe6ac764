import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { ProblemAlert } from "../problem-alert.tsx";
import type { ListQuery } from "./list-query.ts";

/** Below the last row: more is on its way, or why it does not come. */
export const ListEnd = ({ query }: { readonly query: ListQuery<unknown> }): ReactNode => {
  const { error, fetchNextPage, isFetchNextPageError, hasNextPage } = query;
  if (isFetchNextPageError) return <ProblemAlert error={error} onRetry={() => void fetchNextPage()} />;
  if (!hasNextPage) return null;
  return (
    <Box sx={{ px: 2, py: 1 }}>
      <Typography variant="body2" color="textSecondary">
        Loading more …
      </Typography>
    </Box>
  );
};

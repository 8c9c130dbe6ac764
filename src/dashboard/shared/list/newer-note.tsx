import { Alert, Button } from "@mui/material";
import type { ReactNode } from "react";
import type { ListQuery } from "./list-query.ts";

/** A long list that has changed meanwhile stays as it is under its reader's eyes until the newest is asked for. */
export const NewerNote = ({ query }: { readonly query: ListQuery<unknown> }): ReactNode => {
  const { isStale, isFetching, refetch } = query;
  if (!isStale || isFetching) return null;
  return (
    <Alert
      severity="info"
      action={
        <Button color="inherit" size="small" onClick={() => void refetch()}>
          Read it again
        </Button>
      }
    >
      This list has changed since it was read.
    </Alert>
  );
};

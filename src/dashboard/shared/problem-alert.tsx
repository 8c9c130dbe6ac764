import { Alert, AlertTitle, Button, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { problemOf } from "../api/problem-of.ts";

type Props = {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
};

/** What went wrong, where, and what finds it in the log. */
export const ProblemAlert = ({ error, onRetry }: Props): ReactNode => {
  const { code, title, detail, errors, traceId } = problemOf(error);
  const retry =
    onRetry === undefined ? null : (
      <Button color="inherit" size="small" onClick={onRetry}>
        Try again
      </Button>
    );
  return (
    <Alert severity={code === "unreachable" ? "warning" : "error"} variant="outlined" action={retry}>
      <AlertTitle>{title}</AlertTitle>
      <Stack spacing={0.5}>
        <span>{detail}</span>
        {errors.map(({ pointer, message }) => (
          <span key={`${pointer} ${message}`}>
            <code>{pointer}</code> {message}
          </span>
        ))}
        {traceId !== null && (
          <Typography variant="caption" color="textSecondary">
            Trace {traceId}
          </Typography>
        )}
      </Stack>
    </Alert>
  );
};

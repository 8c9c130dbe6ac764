import { Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { useAct } from "../../shared/use-act.ts";
import { runningChecks } from "./running-check.tsx";

type Props = {
  readonly label?: string;
  /** Told the check's id once it has begun. */
  readonly onStarted?: (id: string) => void;
};

/** Begins a check of everything; only reads. */
export const CheckNowButton = ({ label = "Check now", onStarted }: Props): ReactNode => {
  const trpc = useTRPC();
  const running = useQuery(trpc.runs.queryOptions(...runningChecks)).data;
  const start = useAct(trpc.startCheck.mutationOptions({ onSuccess: ({ id }) => onStarted?.(id) }));
  const isRunning = (running?.items.length ?? 0) > 0;
  return (
    <Stack spacing={1} sx={{ alignItems: "flex-end" }}>
      <ActButton
        operation="startCheck"
        unless={isRunning ? "A check is running already; one runs at a time." : null}
        variant="contained"
        loading={start.isPending}
        onClick={() => start.mutate()}
      >
        {label}
      </ActButton>
      {start.error !== null && <ProblemAlert error={start.error} />}
    </Stack>
  );
};

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { useTRPC } from "../../api/trpc.ts";
import { Panel } from "../../shared/panel.tsx";
import { ActiveRun, progressMs } from "../control/active-runs.tsx";

type Runs = { readonly items: readonly WireRun[] };

/** The check that somebody or a schedule has asked for and that runs now, asked for until it is over. */
export const runningChecks = [
  { kind: "consistency", state: "running", limit: 1 },
  {
    refetchInterval: ({ state: { data } }: { readonly state: { readonly data: Runs | undefined } }): number | false =>
      (data?.items.length ?? 0) > 0 && progressMs,
  },
] as const;

/** How far it is, and the way to end it; nothing where none runs. */
export const RunningCheck = (): ReactNode => {
  const { data } = useQuery(useTRPC().runs.queryOptions(...runningChecks));
  const [run] = data?.items ?? [];
  return run === undefined ? null : (
    <Panel title="Checking now">
      <ActiveRun run={run} />
    </Panel>
  );
};

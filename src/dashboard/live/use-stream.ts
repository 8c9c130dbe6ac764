import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useMemo, useState } from "react";
import { askAgain } from "../api/ask-again.ts";
import { useTRPC } from "../api/trpc.ts";
import type { ActivityLog } from "./activity-log.ts";
import { commitSeen } from "./commit-seen.ts";
import { createGather, type Gather } from "./gather.ts";
import { madeOldBy } from "./what-changed.ts";

export type StreamState = "connecting" | "live" | "reconnecting" | "polling";

/** Until the stream is tried again after it was refused. Unit: ms. */
const retryMs = 10_000;

/** Follows the service's events while `enabled`: what they make old is asked for again. */
export const useStream = (enabled: boolean, log: ActivityLog): StreamState => {
  const trpc = useTRPC();
  const [wasLive, setWasLive] = useState(false);
  const gather = useGather();
  const { status, reset } = useSubscription(
    trpc.events.subscriptionOptions(undefined, {
      enabled,
      onStarted: () => setWasLive(true),
      // A stream begins with `resync`: what happened before it was announced to nobody.
      onData: ({ data }) => {
        if (data.type === "resync") log.clockIs(Date.parse(data.at), Date.now());
        if (data.type === "commit") log.sawCommit(commitSeen(data));
        gather.add(madeOldBy(data));
      },
    }),
  );
  useEffect(() => {
    if (status !== "error") return;
    const timer = setTimeout(reset, retryMs);
    return () => clearTimeout(timer);
  }, [status, reset]);
  if (status === "pending") return "live";
  if (status === "error") return "polling";
  return wasLive ? "reconnecting" : "connecting";
};

const useGather = (): Gather => {
  const queries = useQueryClient();
  const gather = useMemo(
    () =>
      createGather(
        (names) => void askAgain(queries, ({ queryKey }) => names?.has(procedureOf(queryKey)) ?? true),
        () => performance.now(),
      ),
    [queries],
  );
  useEffect(() => gather.stop, [gather]);
  return gather;
};

/** tRPC's keys begin with the path of the procedure: `[["runs"], {…}]`. */
const procedureOf = ([path]: readonly unknown[]): string => (Array.isArray(path) ? String(path[0]) : "");

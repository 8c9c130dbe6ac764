import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { askAgain } from "../api/ask-again.ts";
import { useTRPC } from "../api/trpc.ts";
import { ActivityContext } from "./activity.ts";
import { type ActivityLog, createActivityLog } from "./activity-log.ts";
import { type StreamState, useStream } from "./use-stream.ts";

/** `paused`: by the viewer. In every other state but `live` everything that is shown is asked for every few seconds. */
export type LiveState = StreamState | "paused";

type Live = {
  readonly state: LiveState;
  readonly pause: () => void;
  readonly resume: () => void;
};

const LiveContext = createContext<Live>({ state: "connecting", pause: () => undefined, resume: () => undefined });

/** Between two rounds while there is no stream. Unit: ms. */
const pollMs = 3_000;
/** Shorter than the stretches of the log. Unit: ms. */
const listeningMs = 2_000;

/** Keeps what is shown as new as the ledger: by the service's events, or by asking again while there are none. */
export const LiveProvider = ({ children }: { readonly children: ReactNode }): ReactNode => {
  const [isPaused, setPaused] = useState(false);
  const [log] = useState(createActivityLog);
  const stream = useStream(!isPaused, log);
  const state = isPaused ? "paused" : stream;
  usePolling(state !== "live" && state !== "paused");
  useListening(useFollows() && state === "live", log);
  const queries = useQueryClient();
  const live = useMemo(() => {
    const pause = (): void => setPaused(true);
    const resume = (): void => {
      setPaused(false);
      void askAgain(queries);
    };
    return { state, pause, resume } as const;
  }, [state, queries]);
  return (
    <LiveContext.Provider value={live}>
      <ActivityContext.Provider value={log}>{children}</ActivityContext.Provider>
    </LiveContext.Provider>
  );
};

export const useLive = (): Live => useContext(LiveContext);

/** Whether silence means that nothing has changed. */
const useFollows = (): boolean => {
  const { data } = useQuery(useTRPC().health.queryOptions());
  return data?.checks.realTime === "live";
};

/** Notes that somebody listens, so that silence is told from not having listened. */
const useListening = (listens: boolean, log: ActivityLog): void => {
  useEffect(() => {
    if (!listens) return;
    const note = (): void => log.listens(Date.now());
    note();
    const timer = setInterval(note, listeningMs);
    return () => clearInterval(timer);
  }, [listens, log]);
};

const usePolling = (enabled: boolean): void => {
  const queries = useQueryClient();
  useEffect(() => {
    if (!enabled) return;
    // What is being asked already is not asked anew: a service out of reach would never be found to be so.
    const timer = setInterval(() => void askAgain(queries, undefined, { cancelRefetch: false }), pollMs);
    return () => clearInterval(timer);
  }, [enabled, queries]);
};

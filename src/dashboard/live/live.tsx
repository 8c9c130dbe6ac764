import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

/** `polling`: there is no stream, everything shown is asked for every few seconds. `paused`: by the viewer. */
export type LiveState = "connecting" | "live" | "reconnecting" | "polling" | "paused";

type Live = {
  readonly state: LiveState;
  readonly pause: () => void;
  readonly resume: () => void;
};

const LiveContext = createContext<Live>({ state: "connecting", pause: () => undefined, resume: () => undefined });

/** Between two rounds while there is no stream. Unit: ms. */
const pollMs = 3_000;

/** Keeps what is shown as new as the ledger, by asking again. */
export const LiveProvider = ({ children }: { readonly children: ReactNode }): ReactNode => {
  const [isPaused, setPaused] = useState(false);
  const state = isPaused ? "paused" : "polling";
  usePolling(state === "polling");
  const queries = useQueryClient();
  const live = useMemo(() => {
    const pause = (): void => setPaused(true);
    const resume = (): void => {
      setPaused(false);
      void queries.invalidateQueries();
    };
    return { state, pause, resume } as const;
  }, [state, queries]);
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
};

export const useLive = (): Live => useContext(LiveContext);

const usePolling = (enabled: boolean): void => {
  const queries = useQueryClient();
  useEffect(() => {
    if (!enabled) return;
    // What is being asked already is not asked anew: a service out of reach would never be found to be so.
    const askAgain = () => queries.invalidateQueries({}, { cancelRefetch: false });
    const timer = setInterval(() => void askAgain(), pollMs);
    return () => clearInterval(timer);
  }, [enabled, queries]);
};

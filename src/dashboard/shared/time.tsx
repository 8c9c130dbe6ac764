import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from "react";
import { inLocal, inUtc, relative } from "./format.ts";

export const timeModes = ["relative", "local", "utc"] as const;
export type TimeMode = (typeof timeModes)[number];

type TimeSetting = { readonly mode: TimeMode; readonly setMode: (mode: TimeMode) => void };

const TimeContext = createContext<TimeSetting>({ mode: "relative", setMode: () => undefined });

const storageKey = "ledgersync:time";

const storedMode = (): TimeMode =>
  timeModes.find((mode) => mode === window.localStorage.getItem(storageKey)) ?? "relative";

/** How all times are told; remembered in this browser. */
export const TimeProvider = ({ children }: { readonly children: ReactNode }): ReactNode => {
  const [mode, setState] = useState(storedMode);
  const setting = useMemo(() => {
    const setMode = (next: TimeMode): void => {
      window.localStorage.setItem(storageKey, next);
      setState(next);
    };
    return { mode, setMode };
  }, [mode]);
  return <TimeContext.Provider value={setting}>{children}</TimeContext.Provider>;
};

export const useTimeSetting = (): TimeSetting => useContext(TimeContext);

/** How often "3 min ago" is looked at again. Unit: ms. */
const tickMs = 5_000;

const subscribeToTicks = (changed: () => void): (() => void) => {
  const timer = setInterval(changed, tickMs);
  return () => clearInterval(timer);
};

/** Now, to the tick: the same for all that is shown at once. Milliseconds since the epoch. */
export const useNow = (): number =>
  useSyncExternalStore(subscribeToTicks, () => Math.floor(Date.now() / tickMs) * tickMs);

type Props = {
  /** RFC 3339, or null for a moment that has not come. */
  readonly at: string | null;
  /** Said instead of a moment that has not come. */
  readonly none?: string;
};

/** A moment as the viewer wants it told; the exact one, in both zones, on hover. */
export const Time = ({ at, none = "–" }: Props): ReactNode => {
  const { mode } = useTimeSetting();
  const now = useNow();
  if (at === null) return none;
  const ms = Date.parse(at);
  const told = {
    relative: () => relative(ms, Math.max(now, Date.now() - tickMs)),
    local: () => inLocal(ms),
    utc: () => inUtc(ms),
  };
  return (
    <time dateTime={at} title={`${inLocal(ms)}\n${inUtc(ms)}`} style={{ whiteSpace: "nowrap" }}>
      {told[mode]()}
    </time>
  );
};

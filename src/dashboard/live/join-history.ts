import type { WireHistory } from "../../contract/history.ts";
import { added, type Heard, longer, noCounts } from "./activity-log.ts";

/** A stretch of the picture: as the service told it, and behind that as it was heard. */
export type Stretch = Heard & { readonly errors: number };

/** Between the last that is written and the first that was heard: not told yet, and no gap. Unit: ms. */
const untoldMaxMs = 30_000;

/** The past as the service tells it, and what was heard since, in stretches of one length over one window. */
export const joinHistory = (history: WireHistory, heard: readonly Heard[]): readonly Stretch[] => {
  const { stepMs } = history;
  const start = Date.parse(history.from);
  const told = history.stretches.map(stretchOf);
  const stretches = new Map(told.map((stretch) => [stretch.from, stretch]));
  for (const piece of heard) {
    const from = start + Math.floor((piece.from - start) / stepMs) * stepMs;
    const before = stretches.get(from);
    const next = { ...piece, from, errors: 0 };
    stretches.set(from, before === undefined ? next : together(before, next));
  }
  const last = Math.max(start, ...stretches.keys());
  const firstHeard = heard[0]?.from ?? last;
  const isUntold = (from: number): boolean => from < firstHeard && firstHeard - Date.parse(history.to) <= untoldMaxMs;
  const places = Array.from({ length: Math.floor((last - start) / stepMs) + 1 }, (_, place) => start + place * stepMs);
  return places
    .flatMap((from) => stretches.get(from) ?? (isUntold(from) ? [] : [gapAt(from)]))
    .slice(-Math.max(told.length, 1));
};

const stretchOf = ({ at, kind, lagMs, changes, failed, errors }: WireHistory["stretches"][number]): Stretch => ({
  from: Date.parse(at),
  kind,
  lagMs,
  counts: { ...changes, failed },
  errors,
});

const gapAt = (from: number): Stretch => ({ from, kind: "gap", lagMs: null, counts: noCounts, errors: 0 });

const weight = { gap: 0, idle: 1, busy: 2 } as const;

const together = (one: Stretch, other: Stretch): Stretch => ({
  from: one.from,
  kind: weight[one.kind] >= weight[other.kind] ? one.kind : other.kind,
  lagMs: longer(one.lagMs, other.lagMs),
  counts: added(one.counts, other.counts),
  errors: one.errors + other.errors,
});

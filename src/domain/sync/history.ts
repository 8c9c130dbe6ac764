import type { SourceCollection } from "../source/source-cut.ts";

/** The finest grain of the history. Unit: ms. */
export const historyPointMs = 10_000;

/** What was met in a stretch of time. */
type Met = {
  /** The longest that a change had waited; null = not known all through it. Unit: ms. */
  readonly lagMs: number | null;
  /** Documents of the main database that the ledger was brought to agree with. */
  readonly changes: Readonly<Record<SourceCollection, number>>;
  /** Documents that could not be projected. */
  readonly failed: number;
  /** Errors of the service. */
  readonly errors: number;
};

/** `historyPointMs` of one leader. `at` is its beginning, milliseconds since the epoch. */
export type HistoryPoint = Met & { readonly at: number };

/** `gap` = nobody can say what was; `idle` = nothing waited and nothing came. */
export type StretchKind = "gap" | "idle" | "busy";

/** Some points together. `knownMs`: for how much of it somebody led. */
export type HistoryStretch = Met & { readonly at: number; readonly kind: StretchKind; readonly knownMs: number };

export const historyWindows = ["15m", "1h", "24h"] as const;
export type HistoryWindow = (typeof historyWindows)[number];

/** How it was in a window. Times are milliseconds since the epoch. */
export type History = HistorySpan & {
  readonly window: HistoryWindow;
  /** Oldest first. */
  readonly stretches: readonly HistoryStretch[];
};

/** Behind `to` nothing is told yet. */
export type HistorySpan = { readonly from: number; readonly to: number; readonly stepMs: number };

export const nothingMet: Met = {
  lagMs: null,
  changes: { payments: 0, properties: 0, owners: 0 },
  failed: 0,
  errors: 0,
};

/** The span in stretches of `stepMs`, each there whether or not anything is known of it, oldest first. */
export const stretchesOf = (
  points: readonly HistoryPoint[],
  { from, to, stepMs }: HistorySpan,
): readonly HistoryStretch[] => {
  const byStretch = Map.groupBy(points, ({ at }) => Math.floor((at - from) / stepMs));
  return Array.from({ length: Math.ceil((to - from) / stepMs) }, (_, index) =>
    stretchOf(from + index * stepMs, byStretch.get(index) ?? []),
  );
};

const stretchOf = (at: number, points: readonly HistoryPoint[]): HistoryStretch => {
  const met = points.reduce<Met>(together, nothingMet);
  // Two leaders may have known the same ten seconds: one until the middle, one from there.
  const knownMs = new Set(points.map((point) => point.at)).size * historyPointMs;
  return { at, kind: kindOf(met), knownMs, ...met };
};

export const together = (a: Met, b: Met): Met => ({
  lagMs: longer(a.lagMs, b.lagMs),
  changes: {
    payments: a.changes.payments + b.changes.payments,
    properties: a.changes.properties + b.changes.properties,
    owners: a.changes.owners + b.changes.owners,
  },
  failed: a.failed + b.failed,
  errors: a.errors + b.errors,
});

const longer = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

const kindOf = ({ lagMs, changes, failed }: Met): StretchKind => {
  if (changes.payments + changes.properties + changes.owners + failed > 0) return "busy";
  return lagMs === null ? "gap" : "idle";
};

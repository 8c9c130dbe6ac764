const windowMs = 60_000;
/** Callers remembered at once; beyond it the counts of all begin anew. */
const callersMax = 10_000;

type Counts = { readonly since: number; readonly byKind: Map<string, number> };

/** How many requests of a kind this is in the caller's minute, which begins with the first of any kind. */
export const createRequestCounts = (now: () => number): ((caller: string, kind: string) => number) => {
  const countsOf = new Map<string, Counts>();
  const current = (caller: string): Counts => {
    const known = countsOf.get(caller);
    if (known !== undefined && now() - known.since < windowMs) return known;
    if (countsOf.size >= callersMax) countsOf.clear();
    const counts = { since: now(), byKind: new Map<string, number>() };
    countsOf.set(caller, counts);
    return counts;
  };
  return (caller, kind) => {
    const { byKind } = current(caller);
    const count = (byKind.get(kind) ?? 0) + 1;
    byKind.set(kind, count);
    return count;
  };
};

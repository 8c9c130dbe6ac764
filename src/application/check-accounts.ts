import type { CheckPlace } from "../domain/consistency/check.ts";
import { compareTotals } from "../domain/consistency/compare-totals.ts";
import type { Id } from "../domain/ids.ts";
import type { CheckPorts } from "./check-payments.ts";
import type { SumsPage } from "./ports/ledger-scanner.ts";
import { retryTransient } from "./retry-transient.ts";
import { comparableTime, settleProperties } from "./settle-suspects.ts";
import { throttle } from "./throttle.ts";

/** Heads whose rows are summed together, in one snapshot that must not grow old. */
const headsMax = 500;
/** Of a check that is held back: as many as have about so many rows, beginning with few. */
const headsFirst = 10;
const rowsPerSecondShare = 4;
const rowsMin = 500;

/** Ledger → source: every head against the sum of its rows, and against the property it stands for. */
export const checkAccounts = async (ports: CheckPorts, place: CheckPlace, signal: AbortSignal): Promise<void> => {
  // Safe: this phase records the ids of properties.
  let after = place.after as Id | null;
  let heads = ports.maxRowsPerSecond === 0 ? headsMax : headsFirst;
  for (;;) {
    const startedAt = ports.clock.monotonic();
    const behind: Id | null = after;
    const limit = heads;
    const page: SumsPage = await retryTransient(ports, () => ports.scanner.sums(behind, limit, signal), signal);
    ports.notes.looked({ accounts: page.heads.length });
    await compareSums(ports, page);
    await checkProperties(ports, page, signal);
    if (page.through === null) return;
    after = page.through;
    heads = nextHeads(ports, page);
    await ports.progress.passed({ ...place, after });
    await throttle(ports, rowsIn(page), startedAt, signal);
  }
};

const compareSums = async ({ notes }: CheckPorts, { heads, sums }: SumsPage): Promise<void> => {
  const known = new Map(heads.map((head) => [head.propertyId, head]));
  for (const head of heads)
    await notes.report(compareTotals(head.propertyId, head, sums.get(head.propertyId) ?? new Map()));
  for (const [propertyId, due] of sums) {
    if (!known.has(propertyId)) await notes.report(compareTotals(propertyId, null, due));
  }
};

const checkProperties = async (ports: CheckPorts, { heads }: SumsPage, signal: AbortSignal): Promise<void> => {
  const ids = heads.flatMap(({ propertyId, status }) => (status === "archived" ? [] : propertyId));
  if (ids.length === 0) return;
  const existing = await retryTransient(
    ports,
    async () => ports.source.existing("properties", ids, await comparableTime(ports, signal), signal),
    signal,
  );
  const absent = ids.filter((id) => !existing.has(id));
  await settleProperties(ports, absent, signal);
};

/** A sum is the server's work, which nothing interrupts. */
const nextHeads = ({ maxRowsPerSecond }: CheckPorts, page: SumsPage): number => {
  if (maxRowsPerSecond === 0) return headsMax;
  const wanted = Math.max(rowsMin, maxRowsPerSecond / rowsPerSecondShare);
  const heads = Math.round((page.heads.length * wanted) / Math.max(1, rowsIn(page)));
  return Math.min(headsMax, Math.max(1, heads));
};

const rowsIn = ({ sums }: SumsPage): number => {
  let rows = 0;
  for (const balances of sums.values()) for (const { rowCount } of balances.values()) rows += rowCount;
  return rows;
};

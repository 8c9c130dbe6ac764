import type { CheckPlace } from "../domain/consistency/check.ts";
import { checkManualRow } from "../domain/consistency/check-manual-row.ts";
import { strayRowFindings } from "../domain/consistency/compare-rows.ts";
import { type Id, paymentIdOfRow } from "../domain/ids.ts";
import type { LedgerRow } from "../domain/ledger/row.ts";
import { checkJournalOf } from "./check-journal.ts";
import type { CheckPorts } from "./check-payments.ts";
import type { RowRange } from "./ports/ledger-scanner.ts";
import { retryTransient } from "./retry-transient.ts";
import { otherRowsBehind } from "./row-stretches.ts";
import { comparableTime, settlePayments } from "./settle-suspects.ts";
import { pageSizeAt, throttle } from "./throttle.ts";

/** Ledger → source: the rows that no stretch of payments has shown, those made by hand among them. */
export const checkOtherRows = async (ports: CheckPorts, place: CheckPlace, signal: AbortSignal): Promise<void> => {
  for (const range of otherRowsBehind(place.after)) await checkRange(ports, { range, place }, signal);
};

type Stretch = { readonly range: RowRange; readonly place: CheckPlace };

const checkRange = async (ports: CheckPorts, { range, place }: Stretch, signal: AbortSignal): Promise<void> => {
  let rest = range;
  const limit = pageSizeAt(ports);
  for (;;) {
    const startedAt = ports.clock.monotonic();
    const here = rest;
    const rows = await retryTransient(ports, () => ports.scanner.rows(here, limit, signal), signal);
    const last = rows.at(-1);
    if (last === undefined) return;
    await checkRows(ports, rows, signal);
    rest = { after: last.id, before: range.before };
    await ports.progress.passed({ ...place, after: last.id });
    await throttle(ports, rows.length, startedAt, signal);
  }
};

const checkRows = async (ports: CheckPorts, rows: readonly LedgerRow[], signal: AbortSignal): Promise<void> => {
  const { notes } = ports;
  notes.looked({ rows: rows.length });
  await notes.report([...strayRowFindings(rows), ...rows.flatMap(checkManualRow)]);
  const orphans = await orphansAmong(ports, rows, signal);
  await settlePayments(ports, orphans, signal);
  await checkJournalOf(
    ports,
    rows.filter(({ id }) => !notes.hasTold(id)),
    signal,
  );
};

/** Payments with posted rows that the source does not have. */
const orphansAmong = async (
  ports: CheckPorts,
  rows: readonly LedgerRow[],
  signal: AbortSignal,
): Promise<readonly Id[]> => {
  const ids = new Set<Id>();
  for (const { id, status } of rows) {
    const paymentId = status === "posted" ? paymentIdOfRow(id) : null;
    if (paymentId !== null) ids.add(paymentId);
  }
  if (ids.size === 0) return [];
  const existing = await retryTransient(
    ports,
    async () => ports.source.existing("payments", [...ids], await comparableTime(ports, signal), signal),
    signal,
  );
  return [...ids].filter((id) => !existing.has(id));
};

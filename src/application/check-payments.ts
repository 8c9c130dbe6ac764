import type { CheckPlace } from "../domain/consistency/check.ts";
import { compareRows, orphansAmong, paymentOfRow, strayRowFindings } from "../domain/consistency/compare-rows.ts";
import { type DuplicateWatch, rememberedPaymentsMax } from "../domain/consistency/duplicate-payments.ts";
import type { Finding } from "../domain/consistency/finding.ts";
import { unprojectableFindings } from "../domain/consistency/unprojectable.ts";
import type { Id } from "../domain/ids.ts";
import type { LedgerRow } from "../domain/ledger/row.ts";
import { type ProjectedCut, projectCut } from "../domain/projection/project-cut.ts";
import { isUndecodable, type SourceCut } from "../domain/source/source-cut.ts";
import { checkJournalOf } from "./check-journal.ts";
import type { CheckNotes } from "./check-notes.ts";
import type { CheckProgress } from "./check-progress.ts";
import type { RowRange } from "./ports/ledger-scanner.ts";
import type { SourcePage } from "./ports/source-reader.ts";
import { retryTransient } from "./retry-transient.ts";
import { createRowStretches, isObjectId, type RowStretches } from "./row-stretches.ts";
import { type SettlePorts, settlePayments } from "./settle-suspects.ts";
import { pageSizeAt, pageSizeMax, throttle } from "./throttle.ts";

export type CheckPorts = SettlePorts & {
  readonly notes: CheckNotes;
  readonly progress: CheckProgress;
  readonly duplicates: DuplicateWatch;
  /** 0 = as fast as it goes. */
  readonly maxRowsPerSecond: number;
};

/** Payments between two marks of where they were: what is remembered of them can be read again from there. */
const markEvery = 5_000;
const marksMax = rememberedPaymentsMax / markEvery;

/** Source → ledger: every payment against its rows, and every row between them against the payments. The next page is read meanwhile. */
export const checkPayments = async (ports: CheckPorts, from: CheckPlace, signal: AbortSignal): Promise<void> => {
  const stretches = createRowStretches(from.rowsAfter);
  await recallDuplicates(ports, from, signal);
  let place = from;
  let sinceMark = 0;
  // Safe: this phase records the ids of its documents.
  let loaded = await load(ports, stretches, from.after as Id | null, signal);
  for (;;) {
    const startedAt = ports.clock.monotonic();
    const last = loaded.page.ids.at(-1);
    if (last === undefined) break;
    const next = load(ports, stretches, last, signal);
    // It is awaited below; until then its failure is nobody's.
    next.catch(() => undefined);
    await comparePage(ports, loaded, signal);
    place = placeBehind(place.pageStarts.length === 0 || sinceMark >= markEvery ? marked(place) : place, loaded, last);
    sinceMark = (sinceMark >= markEvery ? 0 : sinceMark) + loaded.page.ids.length;
    await ports.progress.passed(place);
    await throttle(ports, loaded.page.ids.length, startedAt, signal);
    loaded = await next;
  }
  await comparePage(ports, loaded, signal);
};

/** A page of payments and the first portion of the rows beside it. */
type Loaded = { readonly page: SourcePage; readonly stretch: RowRange | null; readonly rows: readonly LedgerRow[] };

const load = async (
  ports: CheckPorts,
  stretches: RowStretches,
  after: Id | null,
  signal: AbortSignal,
): Promise<Loaded> => {
  const limit = pageSizeAt(ports);
  const page = await retryTransient(ports, () => ports.source.readPage("payments", { after, limit }, signal), signal);
  const stretch = page.ids.length === 0 ? stretches.rest() : stretches.next(page.ids);
  const rows = stretch === null ? [] : await readPortion(ports, stretch, page.ids.length, signal);
  return { page, stretch, rows };
};

const placeBehind = (place: CheckPlace, { stretch }: Loaded, last: Id): CheckPlace => ({
  ...place,
  after: last,
  rowsAfter: stretch?.before ?? place.rowsAfter,
});

const marked = (place: CheckPlace): CheckPlace => ({
  ...place,
  // Safe: this phase records the ids of its documents.
  pageStarts: [...place.pageStarts, place.after as Id | null].slice(-marksMax),
});

/** Each payment has one row, under another policy two; the rest is left for rows whose payment is gone. */
const portionOf = (payments: number): number => 2 * payments + pageSizeMax;

const readPortion = (
  ports: CheckPorts,
  range: RowRange,
  payments: number,
  signal: AbortSignal,
): Promise<readonly LedgerRow[]> =>
  retryTransient(ports, () => ports.scanner.rows(range, portionOf(payments), signal), signal);

const comparePage = async (ports: CheckPorts, loaded: Loaded, signal: AbortSignal): Promise<void> => {
  const { notes } = ports;
  const { ids, cut: read } = loaded.page;
  const cut = projectCut({ payments: ids, properties: [], owners: [] }, read, ports.rules);
  notes.readAt(cut.asOf);
  notes.looked({ payments: ids.length });
  await notes.report([...unprojectableFindings(cut, ["payments"]), ...duplicatesIn(ports, cut, read)]);
  const found = await sortRows(ports, cut, loaded, signal);
  const others = await rowsOfOtherIds(ports, ids, signal);
  const suspects = new Set([...found.orphans, ...compareRows(cut, [...found.rows, ...others]).keys()]);
  await checkJournalOf(ports, withoutPayments(found.rows, suspects), signal);
  const unequal = await settlePayments(ports, [...suspects], signal);
  notes.matched(ids.filter((id) => !unequal.has(id) && cut.payments.get(id)?.kind !== "rejected").length);
};

type FoundRows = {
  /** Of the page's payments. */
  readonly rows: readonly LedgerRow[];
  /** Payments of posted rows that the page does not have. */
  readonly orphans: ReadonlySet<Id>;
};

/** A stretch may hold any number of rows beside those of its payments: they are read in portions and not kept. */
const sortRows = async (
  ports: CheckPorts,
  cut: ProjectedCut,
  { stretch, rows: first }: Loaded,
  signal: AbortSignal,
): Promise<FoundRows> => {
  const rows: LedgerRow[] = [];
  const orphans = new Set<Id>();
  for (let portion = first; ; ) {
    ports.notes.looked({ rows: portion.length });
    const [own, others] = partition(portion, cut);
    for (const row of own) rows.push(row);
    for (const id of orphansAmong(others, cut)) orphans.add(id);
    await ports.notes.report(strayRowFindings(others));
    await checkJournalOf(ports, withoutPayments(others, orphans), signal);
    const last = portion.at(-1);
    const isLast = last === undefined || portion.length < portionOf(cut.payments.size);
    if (stretch === null || isLast) return { rows, orphans };
    portion = await readPortion(ports, { after: last.id, before: stretch.before }, cut.payments.size, signal);
  }
};

const partition = (rows: readonly LedgerRow[], cut: ProjectedCut): readonly [LedgerRow[], LedgerRow[]] => {
  const own: LedgerRow[] = [];
  const others: LedgerRow[] = [];
  for (const row of rows) {
    const paymentId = paymentOfRow(row);
    (paymentId !== null && cut.payments.has(paymentId) ? own : others).push(row);
  }
  return [own, others];
};

/** Rows that are looked at again are left out: whatever their journal says, they are about to be told of, or have just changed. */
const withoutPayments = (rows: readonly LedgerRow[], suspects: ReadonlySet<Id>): readonly LedgerRow[] =>
  suspects.size === 0
    ? rows
    : rows.filter((row) => {
        const paymentId = paymentOfRow(row);
        return paymentId === null || !suspects.has(paymentId);
      });

/** Ids that are no ObjectIds sort otherwise as texts: their rows are asked for one by one. */
const rowsOfOtherIds = (ports: CheckPorts, ids: readonly Id[], signal: AbortSignal): Promise<readonly LedgerRow[]> => {
  const others = ids.filter((id) => !isObjectId(id));
  return others.length === 0
    ? Promise.resolve([])
    : retryTransient(ports, () => ports.scanner.rowsOf(others, signal), signal);
};

/** A check that goes on looks at the payments that it would remember once more, for nothing else. */
const recallDuplicates = async (
  ports: CheckPorts,
  { pageStarts: [first], after }: CheckPlace,
  signal: AbortSignal,
): Promise<void> => {
  if (first === undefined) return;
  let behind = first;
  for (let recalled = 0; recalled < rememberedPaymentsMax; ) {
    const request = { after: behind, limit: pageSizeAt(ports) };
    const page = await retryTransient(ports, () => ports.source.readPage("payments", request, signal), signal);
    const cut = projectCut({ payments: page.ids, properties: [], owners: [] }, page.cut, ports.rules);
    await ports.notes.report(duplicatesIn(ports, cut, page.cut));
    const last = page.ids.at(-1);
    // What lies behind the place may be recalled too: one payment that is seen twice is no duplicate.
    if (last === undefined || page.ids.some((id) => id === after)) return;
    recalled += page.ids.length;
    behind = last;
  }
};

const duplicatesIn = ({ duplicates }: CheckPorts, cut: ProjectedCut, read: SourceCut): readonly Finding[] => {
  const findings: Finding[] = [];
  for (const [id, projection] of cut.payments) {
    const payment = read.payments.get(id);
    if (projection.kind !== "posted" || payment === undefined || isUndecodable(payment)) continue;
    const [row] = projection.rows;
    const finding = row === undefined ? null : duplicates.see(id, row, payment.tenantId);
    if (finding !== null) findings.push(finding);
  }
  return findings;
};

import { compareRows, orphansAmong, strayRowFindings } from "../domain/consistency/compare-rows.ts";
import type { DuplicateWatch } from "../domain/consistency/duplicate-payments.ts";
import type { Finding } from "../domain/consistency/finding.ts";
import { unprojectableFindings } from "../domain/consistency/unprojectable.ts";
import { type Id, paymentIdOfRow } from "../domain/ids.ts";
import type { LedgerRow } from "../domain/ledger/row.ts";
import { type ProjectedCut, projectCut } from "../domain/projection/project-cut.ts";
import { isUndecodable, type SourceCut } from "../domain/source/source-cut.ts";
import { checkJournalOf } from "./check-journal.ts";
import type { CheckNotes } from "./check-notes.ts";
import type { CheckProgress } from "./check-progress.ts";
import type { RowRange } from "./ports/ledger-scanner.ts";
import type { SourcePage } from "./ports/source-reader.ts";
import { retryTransient } from "./retry-transient.ts";
import { createRowStretches, isObjectId } from "./row-stretches.ts";
import { type SettlePorts, settlePayments } from "./settle-suspects.ts";
import { throttle } from "./throttle.ts";

export type CheckPorts = SettlePorts & {
  readonly notes: CheckNotes;
  readonly progress: CheckProgress;
  readonly duplicates: DuplicateWatch;
  /** 0 = as fast as it goes. */
  readonly maxRowsPerSecond: number;
};

/** Documents or rows looked at together. */
export const checkPageSize = 5_000;

/** Source → ledger: every payment against its rows, and every row between them against the payments. The next page is read meanwhile. */
export const checkPayments = async (ports: CheckPorts, signal: AbortSignal): Promise<void> => {
  const stretches = createRowStretches();
  let page = await readPage(ports, null, signal);
  for (;;) {
    const startedAt = ports.clock.monotonic();
    const last = page.ids.at(-1);
    if (last === undefined) break;
    const next = readPage(ports, last, signal);
    // It is awaited below; until then its failure is nobody's.
    next.catch(() => undefined);
    await comparePage(ports, page, stretches.next(page.ids), signal);
    await ports.progress.passed(page.ids.length);
    await throttle(ports, page.ids.length, startedAt, signal);
    page = await next;
  }
  await comparePage(ports, page, stretches.rest(), signal);
};

const readPage = (ports: CheckPorts, after: Id | null, signal: AbortSignal): Promise<SourcePage> =>
  retryTransient(ports, () => ports.source.readPage("payments", { after, limit: checkPageSize }, signal), signal);

const comparePage = async (
  ports: CheckPorts,
  { ids, cut: read }: SourcePage,
  stretch: RowRange | null,
  signal: AbortSignal,
): Promise<void> => {
  const { notes } = ports;
  const cut = projectCut({ payments: ids, properties: [], owners: [] }, read, ports.rules);
  notes.readAt(cut.asOf);
  notes.looked({ payments: ids.length });
  await notes.report([...unprojectableFindings(cut, ["payments"]), ...duplicatesIn(ports, cut, read)]);
  const found = await readRows(ports, cut, stretch, signal);
  const others = await rowsOfOtherIds(ports, ids, signal);
  const suspects = new Set([...found.orphans, ...compareRows(cut, [...found.rows, ...others]).keys()]);
  await checkJournalOf(ports, withoutPayments(found.rows, suspects), signal);
  await settlePayments(ports, [...suspects], signal);
};

type FoundRows = {
  /** Of the page's payments. */
  readonly rows: readonly LedgerRow[];
  /** Payments of posted rows that the page does not have. */
  readonly orphans: ReadonlySet<Id>;
};

/** A stretch may hold any number of rows beside those of its payments: they are read in portions and not kept. */
const readRows = async (
  ports: CheckPorts,
  cut: ProjectedCut,
  stretch: RowRange | null,
  signal: AbortSignal,
): Promise<FoundRows> => {
  const rows: LedgerRow[] = [];
  const orphans = new Set<Id>();
  let rest = stretch;
  while (rest !== null) {
    const range: RowRange = rest;
    const limit = portionOf(cut);
    const portion = await retryTransient(ports, () => ports.scanner.rows(range, limit, signal), signal);
    ports.notes.looked({ rows: portion.length });
    for (const id of orphansAmong(portion, cut)) orphans.add(id);
    const [own, others] = partition(portion, cut);
    rows.push(...own);
    await ports.notes.report(strayRowFindings(others));
    await checkJournalOf(ports, withoutPayments(others, orphans), signal);
    const last = portion.at(-1);
    rest = last === undefined || portion.length < limit ? null : { after: last.id, before: range.before };
  }
  return { rows, orphans };
};

/** Each payment has one row, under another policy two; the rest is left for rows whose payment is gone. */
const portionOf = (cut: ProjectedCut): number => 2 * cut.payments.size + checkPageSize;

const partition = (rows: readonly LedgerRow[], cut: ProjectedCut): readonly [LedgerRow[], LedgerRow[]] => {
  const own: LedgerRow[] = [];
  const others: LedgerRow[] = [];
  for (const row of rows) {
    const paymentId = paymentIdOfRow(row.id);
    (paymentId !== null && cut.payments.has(paymentId) ? own : others).push(row);
  }
  return [own, others];
};

/** Rows that are looked at again are left out: whatever their journal says, they are about to be told of, or have just changed. */
const withoutPayments = (rows: readonly LedgerRow[], suspects: ReadonlySet<Id>): readonly LedgerRow[] =>
  suspects.size === 0
    ? rows
    : rows.filter(({ id }) => {
        const paymentId = paymentIdOfRow(id);
        return paymentId === null || !suspects.has(paymentId);
      });

/** Ids that are no ObjectIds sort otherwise as texts: their rows are asked for one by one. */
const rowsOfOtherIds = (ports: CheckPorts, ids: readonly Id[], signal: AbortSignal): Promise<readonly LedgerRow[]> => {
  const others = ids.filter((id) => !isObjectId(id));
  return others.length === 0
    ? Promise.resolve([])
    : retryTransient(ports, () => ports.scanner.rowsOf(others, signal), signal);
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

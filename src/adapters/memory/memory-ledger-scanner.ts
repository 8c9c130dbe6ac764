import type { LedgerScanner, RowRange } from "../../application/ports/ledger-scanner.ts";
import type { JournalEntry } from "../../domain/consistency/compare-journal.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import { type Balances, balancesOf } from "../../domain/ledger/balance.ts";
import type { JournalLine } from "../../domain/ledger/journal-line.ts";
import { rowIdsOf } from "../../domain/ledger/plan-rows.ts";
import type { LedgerRow } from "../../domain/ledger/row.ts";
import { copyOfAccount } from "./frozen-copy.ts";
import { compareIds } from "./id-order.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { compareText } from "./page-of.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryLedgerScanner = (store: LedgerStore, step: Step): LedgerScanner => ({
  rows: (range, limit, signal) =>
    step("scanner.rows", signal, () =>
      [...store.rows.values()]
        .filter(({ id }) => isWithin(id, range))
        .sort((a, b) => compareText(a.id, b.id))
        .slice(0, limit),
    ),
  rowsOf: (payments, signal) =>
    step("scanner.rowsOf", signal, () => payments.flatMap(rowIdsOf).flatMap((rowId) => store.rows.get(rowId) ?? [])),
  heads: (properties, signal) =>
    step("scanner.heads", signal, () => properties.flatMap((id) => store.accounts.get(id) ?? []).map(copyOfAccount)),
  sums: (after, limit, signal) =>
    step("scanner.sums", signal, () => {
      const isBehind = (id: Id): boolean => after === null || compareIds(id, after) > 0;
      const ids = [...store.accounts.keys()].filter(isBehind).sort(compareIds).slice(0, limit);
      const through = ids.length < limit ? null : (ids.at(-1) ?? null);
      const isInReach = (id: Id): boolean => isBehind(id) && (through === null || compareIds(id, through) <= 0);
      const heads = ids.flatMap((id) => store.accounts.get(id) ?? []).map(copyOfAccount);
      return { heads, sums: sumsOf(store, isInReach), through };
    }),
  sumsOf: (properties, signal) =>
    step("scanner.sumsOf", signal, () => ({
      heads: properties.flatMap((id) => store.accounts.get(id) ?? []).map(copyOfAccount),
      sums: sumsOf(store, (id) => properties.includes(id)),
    })),
  journalLines: (seqs, signal) =>
    step("scanner.journalLines", signal, () => {
      const asked = new Set(seqs);
      return store.journal.filter(({ seq }) => asked.has(seq)).map(entryOf);
    }),
  journalCounts: (signal) =>
    step("scanner.journalCounts", signal, () => ({
      rows: store.rows.size,
      firstLines: store.journal.filter(isFirstLine).length,
    })),
  journalGaps: (after, through, signal) =>
    step("scanner.journalGaps", signal, () => {
      const present = new Set(store.journal.map(({ seq }) => seq));
      const gaps: bigint[] = [];
      for (let seq = after + 1n; seq <= through; seq += 1n) if (!present.has(seq)) gaps.push(seq);
      return gaps;
    }),
  rowsGone: (after, through, signal) =>
    step("scanner.rowsGone", signal, (): readonly RowId[] =>
      store.journal
        .filter((line) => line.seq > after && line.seq <= through && isFirstLine(line))
        .flatMap(({ rowId }) => (store.rows.has(rowId) ? [] : rowId)),
    ),
  missingIndexes: (signal) => step("scanner.missingIndexes", signal, () => []),
});

const isWithin = (id: RowId, { after, before }: RowRange): boolean =>
  (after === null || id > after) && (before === null || id < before);

const isFirstLine = ({ previousSeq }: JournalLine): boolean => previousSeq === null;

const entryOf = ({ seq, previousSeq, rowId, after }: JournalLine): JournalEntry => ({ seq, previousSeq, rowId, after });

const sumsOf = (store: LedgerStore, isInReach: (id: Id) => boolean): ReadonlyMap<Id, Balances> => {
  const rows = new Map<Id, LedgerRow[]>();
  for (const row of store.rows.values()) {
    if (row.status !== "posted" || !isInReach(row.propertyId)) continue;
    rows.set(row.propertyId, [...(rows.get(row.propertyId) ?? []), row]);
  }
  return new Map([...rows].map(([propertyId, own]) => [propertyId, balancesOf(own)]));
};

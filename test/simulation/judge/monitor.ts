import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import type { PipelinePorts } from "../../../src/application/pipeline-ports.ts";
import type { LedgerBatch } from "../../../src/application/ports/accounting-sink.ts";
import type { Id, RowId } from "../../../src/domain/ids.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import type { SourceBook } from "../world/source-book.ts";
import { type Books, booksOf, type Objections, type Step } from "./books.ts";
import { checkAhead } from "./check-ahead.ts";
import { checkCheckpoint } from "./check-checkpoint.ts";
import { checkCovered } from "./check-covered.ts";
import { checkEmptySource } from "./check-empty-source.ts";
import { checkHeads } from "./check-heads.ts";
import { checkRows } from "./check-rows.ts";
import { checkTotals } from "./check-totals.ts";
import { createJournalFold } from "./journal-fold.ts";

/** Stands beside the ledger and judges it after every step. */
export type Monitor = {
  /** Notes what a process asks for, on its way to whatever carries it out. */
  watch(ports: PipelinePorts, rules: ProjectionRules): PipelinePorts;
  /** Something may have been written just now. */
  observe(): void;
  /** What is different now was done by somebody else, to this row or head: the service is not judged for it. */
  forgive(damaged: RowId | Id): void;
  objections(): Objections;
};

type Request = { readonly batch: LedgerBatch; readonly rules: ProjectionRules };

export const createMonitor = (store: LedgerStore, book: SourceBook): Monitor => {
  const requests = new Map<string, Request>();
  const runsBegun = new Map<string, number>();
  const fold = createJournalFold();
  const damaged = new Set<string>();
  const objections: string[] = [];
  let before = booksOf(store);

  const judge = (step: Step): void => {
    const evidence = { store, book };
    objections.push(
      ...checkCheckpoint(step, evidence),
      ...checkRows(step, evidence),
      ...checkHeads(step),
      ...checkAhead(step, damaged),
      ...checkTotals(step.after),
      ...fold.check(store.journal, step.after),
      ...checkCovered(step.after, book, step.rules),
      ...checkEmptySource(step, evidence, runsBegun),
    );
  };

  return {
    objections: () => objections,
    observe: () => {
      const after = booksOf(store);
      if (isSame(before, after)) return;
      const hasCommitted = after.checkpoint.commitNo !== before.checkpoint.commitNo;
      const request = hasCommitted ? requests.get(after.checkpoint.unitToken ?? "") : undefined;
      if (hasCommitted && request === undefined) objections.push("something was committed that nobody had asked for");
      judge({ before, after, commit: request?.batch ?? null, rules: request?.rules ?? rulesOf(after) });
      before = after;
    },
    forgive: (id) => {
      damaged.add(id);
      before = booksOf(store);
    },
    watch: (ports, rules) => ({
      ...ports,
      sink: {
        ...ports.sink,
        commit: (batch, signal) => {
          requests.set(batch.token, { batch, rules });
          return ports.sink.commit(batch, signal);
        },
      },
      runs: {
        ...ports.runs,
        create: (run, epoch, signal) => {
          runsBegun.set(run.id, book.seq);
          return ports.runs.create(run, epoch, signal);
        },
      },
    }),
  };
};

const isSame = (a: Books, b: Books): boolean =>
  a.checkpoint === b.checkpoint &&
  a.lines === b.lines &&
  isSameMap(a.rows, b.rows) &&
  isSameMap(a.accounts, b.accounts);

const isSameMap = <Key, Value>(a: ReadonlyMap<Key, Value>, b: ReadonlyMap<Key, Value>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);

/** The rules under which the ledger says that it stands. */
const rulesOf = ({ checkpoint }: Books): ProjectionRules => JSON.parse(checkpoint.projectionId ?? "{}");

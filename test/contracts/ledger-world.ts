import { createMemorySource, type MemorySource } from "../../src/adapters/memory/memory-source.ts";
import { createVirtualClock } from "../../src/adapters/memory/virtual-clock.ts";
import type {
  AccountingSink,
  CommitResult,
  ManualBatch,
  ReconcileBatch,
} from "../../src/application/ports/accounting-sink.ts";
import type { Id, RowId } from "../../src/domain/ids.ts";
import type { ManualRequest } from "../../src/domain/ledger/plan-manual.ts";
import { directionOfType, type RowFacts, type RowType } from "../../src/domain/ledger/row.ts";
import type { Currency } from "../../src/domain/money/currency.ts";
import { currencyOf, exponentOf } from "../../src/domain/money/currency.ts";
import { minorOf } from "../../src/domain/money/money.ts";
import { mergeCuts, projectCut } from "../../src/domain/projection/project-cut.ts";
import type { ProjectionRules } from "../../src/domain/projection/projection.ts";
import type { SourceKeys } from "../../src/domain/source/source-cut.ts";
import type { SourceValue } from "../../src/domain/source/source-value.ts";
import type { DocumentKey } from "../../src/domain/sync/failure.ts";
import { anAuditEntry } from "../support/audit-samples.ts";
import { aDay, completedPayment, ownerOf, paymentOf, propertyOf, reference } from "./neutral-documents.ts";

type Fields = Readonly<Record<string, SourceValue>>;

type BatchOptions = Partial<
  Pick<
    ReconcileBatch,
    "token" | "epoch" | "events" | "dryRun" | "position" | "presumedNew" | "stretch" | "cause" | "at" | "isRetry"
  >
>;

/** A small source and the units that bring it into a ledger. */
export type LedgerWorld = {
  readonly source: MemorySource;
  /** Projects by other rules from now on. */
  useRules(rules: Partial<ProjectionRules>): void;
  putPayment(id: Id, propertyId: Id, fields?: Fields): void;
  putProperty(id: Id, owner?: Id | null, fields?: Fields): void;
  putOwner(id: Id, firstName: string): void;
  /** The unit of these keys at the source's present time, nothing read besides. */
  batch(keys: Partial<SourceKeys>, options?: BatchOptions): Promise<ReconcileBatch>;
  /** Commits a batch; what turns out to be needed is read at the batch's own time. */
  send(batch: ReconcileBatch, sink?: AccountingSink): Promise<CommitResult>;
  /** `batch` and `send` in one. */
  commit(keys: Partial<SourceKeys>, options?: BatchOptions): Promise<CommitResult>;
  manual(request: ManualRequest, options?: Pick<BatchOptions, "token" | "epoch">): Promise<CommitResult>;
  dismiss(key: DocumentKey, options?: Pick<BatchOptions, "token" | "epoch" | "at">): Promise<CommitResult>;
};

export const usd = currency("USD");
export const zwl = currency("ZWL");

function currency(code: string): Currency {
  const known = currencyOf(code);
  if (known === null) throw new RangeError(`no such currency: ${code}`);
  return known;
}

export const createLedgerWorld = (sink: AccountingSink): LedgerWorld => {
  const source = createMemorySource({ clock: createVirtualClock() });
  const { signal } = new AbortController();
  let rules: ProjectionRules = { postingPolicy: "net", subMinor: "round", defaultCurrency: usd };
  let units = 0;

  const base = () => {
    units += 1;
    return { token: `unit-${units}`, epoch: 1n, cause: { kind: "stream" } as const, at: Date.UTC(2031, 0, 1) + units };
  };
  const read = async (keys: SourceKeys, at: ReturnType<MemorySource["now"]>) =>
    projectCut(keys, await source.reader.read(keys, at, signal), rules);

  const world: LedgerWorld = {
    source,
    useRules: (other) => {
      rules = { ...rules, ...other };
    },
    putPayment: (id, propertyId, fields) =>
      void source.payments.put(paymentOf(completedPayment(id, propertyId, fields))),
    putProperty: (id, owner = null, fields = {}) => {
      const ownerId = owner === null ? null : reference(owner);
      source.properties.put(propertyOf({ _id: id, name: "Rose Court", ownerId, ...fields }));
    },
    putOwner: (id, firstName) => void source.owners().put(ownerOf({ _id: id, firstName })),
    batch: async (some, options = {}) => {
      const keys = { payments: [], properties: [], owners: [], ...some };
      const cut = await read(keys, source.now());
      const hints = { presumedNew: new Set<Id>(), stretch: null };
      return {
        ...base(),
        kind: "reconcile",
        keys,
        cut,
        events: 0,
        position: null,
        dryRun: false,
        ...hints,
        ...options,
      };
    },
    send: async (batch, to = sink) => {
      const result = await to.commit(batch, signal);
      if (result.kind !== "incomplete") return result;
      const more = { payments: [], properties: result.properties, owners: result.owners };
      const cut = mergeCuts(batch.cut, await read(more, batch.cut.asOf));
      return world.send({ ...batch, cut }, to);
    },
    commit: async (keys, options) => world.send(await world.batch(keys, options)),
    manual: (request, options = {}) => {
      const cause = { kind: "actor", actor: "accountant" } as const;
      const unit = { ...base(), ...options };
      const audit = anAuditEntry(unit.token, { action: request.kind, at: unit.at });
      const batch: ManualBatch = { ...unit, kind: "manual", cause, request, audit };
      return sink.commit(batch, signal);
    },
    dismiss: (key, options = {}) => {
      const word = { reason: "a test document", actor: "eve" };
      const cause = { kind: "actor", actor: word.actor } as const;
      const unit = { ...base(), ...options };
      const audit = anAuditEntry(unit.token, { action: "dismiss", at: unit.at });
      return sink.commit({ ...unit, kind: "dismiss", cause, key, ...word, audit }, signal);
    },
  };
  return world;
};

/** The row id of a manual entry. */
export const manualRowId = (name: string): RowId => {
  // Safe: this is the form that RowId names.
  return `manual/${name}` as RowId;
};

export type EntryOptions = { readonly type?: RowType; readonly amountMinor?: bigint; readonly currency?: Currency };

/** A repair of 250.00 USD unless told otherwise. */
export const entryOf = (name: string, propertyId: Id, options: EntryOptions = {}): RowFacts => {
  const { type = "repair", amountMinor = 25_000n, currency: code = usd } = options;
  return {
    id: manualRowId(name),
    propertyId,
    companyId: null,
    type,
    direction: type === "other" ? 1 : directionOfType[type],
    amountMinor: minorOf(amountMinor),
    currency: code,
    exponent: exponentOf(code),
    occurredAt: aDay,
    description: "Roof",
    category: null,
    referenceNumber: null,
    paymentMethod: "cash",
    recipientType: "vendor",
    notes: null,
    processedBy: "accountant",
    sourceId: null,
    amountSource: null,
  };
};

import { type ClusterTime, createClusterTime } from "../../src/domain/cluster-time.ts";
import type { Id } from "../../src/domain/ids.ts";
import type { OwnerDocument } from "../../src/domain/source/owner.ts";
import type { PaymentDocument } from "../../src/domain/source/payment.ts";
import type { PropertyDocument } from "../../src/domain/source/property.ts";
import type { SourceCut, SourceKeys, Undecodable } from "../../src/domain/source/source-cut.ts";

/** The present state of a main database: three maps and a time that grows with each write. */
export type TestSource = {
  readonly payments: Map<Id, PaymentDocument | Undecodable>;
  readonly properties: Map<Id, PropertyDocument | Undecodable>;
  readonly owners: Map<Id, OwnerDocument | Undecodable>;
  now(): ClusterTime;
  tick(): void;
  read(keys: SourceKeys): SourceCut;
};

export const noKeys: SourceKeys = { payments: [], properties: [], owners: [] };

export const createTestSource = (): TestSource => {
  const payments: TestSource["payments"] = new Map();
  const properties: TestSource["properties"] = new Map();
  const owners: TestSource["owners"] = new Map();
  let increment = 1;
  const now = (): ClusterTime => createClusterTime(1_700_000_000, increment);
  return {
    payments,
    properties,
    owners,
    now,
    tick: () => {
      increment += 1;
    },
    read: (keys) => ({
      asOf: now(),
      payments: foundIn(payments, keys.payments),
      properties: foundIn(properties, keys.properties),
      owners: foundIn(owners, keys.owners),
    }),
  };
};

const foundIn = <Document>(documents: ReadonlyMap<Id, Document>, ids: readonly Id[]): ReadonlyMap<Id, Document> => {
  const found = new Map<Id, Document>();
  for (const id of ids) {
    const document = documents.get(id);
    if (document !== undefined) found.set(id, document);
  }
  return found;
};

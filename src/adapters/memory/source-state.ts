import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { Id } from "../../domain/ids.ts";
import type { OwnerDocument } from "../../domain/source/owner.ts";
import type { PaymentDocument } from "../../domain/source/payment.ts";
import type { PropertyDocument } from "../../domain/source/property.ts";
import type { Undecodable } from "../../domain/source/source-cut.ts";
import type { SourceHistory } from "./source-history.ts";
import type { VersionedCollection } from "./versioned-collection.ts";

/** What writers, reader and feed of the in-memory main database share. */
export type SourceState = {
  readonly name: string;
  readonly history: SourceHistory;
  readonly payments: SourceTable<PaymentDocument>;
  readonly properties: SourceTable<PropertyDocument>;
  readonly owners: ReadonlyMap<string, SourceTable<OwnerDocument>>;
  oldestSnapshot: ClusterTime;
  oplogStart: ClusterTime;
};

export type SourceTable<Document extends { readonly id: Id }> = {
  readonly documents: VersionedCollection<Document | Undecodable>;
  /** The present collection is no older than this: a snapshot from before knows another one under its name. */
  bornAt: ClusterTime;
  /** Gone, and nothing has been written under its name since. */
  isDropped: boolean;
};

import type { ClusterTime } from "../cluster-time.ts";
import type { Id } from "../ids.ts";
import type { OwnerDocument } from "./owner.ts";
import type { PaymentDocument } from "./payment.ts";
import type { PropertyDocument } from "./property.ts";

/** What the core distinguishes in the source; "owners" stands for every configured owner collection. */
export type SourceCollection = "payments" | "properties" | "owners";

/** A document whose bytes cannot be read as BSON (invalid UTF-8, cut off). */
export type Undecodable = { readonly kind: "undecodable"; readonly id: Id; readonly reason: string };

export type SourceKeys = {
  readonly payments: readonly Id[];
  readonly properties: readonly Id[];
  readonly owners: readonly Id[];
};

/** The asked documents as they were at one cluster time, over all collections. An asked id that is not in its map does not exist then. */
export type SourceCut = {
  readonly asOf: ClusterTime;
  /** Payments were asked for, and their whole collection is not there: it was dropped or renamed. */
  readonly lacksPayments?: boolean;
  readonly payments: ReadonlyMap<Id, PaymentDocument | Undecodable>;
  readonly properties: ReadonlyMap<Id, PropertyDocument | Undecodable>;
  readonly owners: ReadonlyMap<Id, OwnerDocument | Undecodable>;
};

export const isUndecodable = (document: object): document is Undecodable =>
  "kind" in document && document.kind === "undecodable";

import type { ClusterTime } from "../cluster-time.ts";
import type { Id } from "../ids.ts";
import type { RejectionCode } from "../projection/projection.ts";
import type { SourceCollection } from "../source/source-cut.ts";

/** `payments/<id>`: names a source document; a failure's own id, so that a document has at most one record. */
export type DocumentKey = string & { readonly __documentKey: unique symbol };

// Safe: the one place where a document key is made.
export const documentKey = (collection: SourceCollection, id: Id): DocumentKey => `${collection}/${id}` as DocumentKey;

/** `open`: not tried again yet. `retrying`: tried again in vain. `quarantined`: so often that it is not tried again by itself. */
export type FailureState = "open" | "retrying" | "quarantined" | "resolved";

/** `superseded`: what the document says now can be projected, or it is gone. `replayed`: found out by trying again. */
export type Resolution =
  | { readonly kind: "superseded" }
  | { readonly kind: "replayed" }
  | { readonly kind: "dismissed"; readonly reason: string; readonly actor: string };

/** What is wrong with a document, without its content. */
export type FailureReason = {
  readonly code: RejectionCode;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
};

/** A source document that cannot be projected. Never holds the document's content. */
export type Failure = FailureReason & {
  readonly key: DocumentKey;
  readonly collection: SourceCollection;
  readonly documentId: Id;
  readonly state: FailureState;
  /** How often the document was read and could not be projected. */
  readonly attempts: number;
  /** How many of the planned retries were in vain. */
  readonly retries: number;
  /** When it is tried again by itself, milliseconds since the epoch; null once quarantined or resolved. */
  readonly nextRetryAt: number | null;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly resolvedAt: number | null;
  readonly resolution: Resolution | null;
  readonly asOf: ClusterTime;
};

export const isOpen = ({ state }: Pick<Failure, "state">): boolean => state !== "resolved";

/** Resolved by a person's word alone: the document still cannot be projected. */
export const isDismissed = ({ resolution }: Pick<Failure, "resolution">): boolean => resolution?.kind === "dismissed";

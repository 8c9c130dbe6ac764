import type { ClusterTime } from "../cluster-time.ts";
import type { Id } from "../ids.ts";
import type { RejectionCode } from "../projection/projection.ts";
import type { SourceCollection } from "../source/source-cut.ts";

/** `payments/<id>`: names a source document; a failure's own id, so that a document has at most one record. */
export type DocumentKey = string & { readonly __documentKey: unique symbol };

// Safe: the one place where a document key is made.
export const documentKey = (collection: SourceCollection, id: Id): DocumentKey => `${collection}/${id}` as DocumentKey;

/** A source document that cannot be projected. Never holds the document's content. */
export type Failure = {
  readonly key: DocumentKey;
  readonly collection: SourceCollection;
  readonly documentId: Id;
  readonly state: "open" | "resolved";
  readonly code: RejectionCode;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  /** How often the document was read and could not be projected. */
  readonly attempts: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly resolvedAt: number | null;
  readonly asOf: ClusterTime;
};

import type { ClusterTime } from "../cluster-time.ts";
import { type Id, parseId } from "../ids.ts";
import type { RejectionCode } from "../projection/projection.ts";
import type { SourceCollection } from "../source/source-cut.ts";

/** `payments/<id>`: names a source document; a failure's own id, so that a document has at most one record. */
export type DocumentKey = string & { readonly __documentKey: unique symbol };

// Safe: the one place where a document key is made.
export const documentKey = (collection: SourceCollection, id: Id): DocumentKey => `${collection}/${id}` as DocumentKey;

const keyText = /^(payments|properties|owners)\/(.*)$/s;

/** A key as it came over the wire; null when the text is none. A document's id may itself contain slashes. */
export const parseDocumentKey = (text: string): DocumentKey | null => {
  const [, , idText] = keyText.exec(text) ?? [];
  // Safe: `documentKey` would write this very text.
  return idText === undefined || parseId(idText) === null ? null : (text as DocumentKey);
};

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

/** How many records are in which state; `dismissed` are those whose documents still cannot be projected. */
export type FailureCounts = Readonly<Record<Exclude<FailureState, "resolved"> | "dismissed", number>>;

export const noFailures: FailureCounts = { open: 0, retrying: 0, quarantined: 0, dismissed: 0 };

export const addFailureCounts = (a: FailureCounts, b: FailureCounts): FailureCounts => ({
  open: a.open + b.open,
  retrying: a.retrying + b.retrying,
  quarantined: a.quarantined + b.quarantined,
  dismissed: a.dismissed + b.dismissed,
});

/** Failures that are not resolved. */
export const openCountOf = ({ open, retrying, quarantined }: FailureCounts): number => open + retrying + quarantined;

/** What a record is counted as; null = not at all. */
export const countedAs = (failure: Failure): keyof FailureCounts | null => {
  if (failure.state !== "resolved") return failure.state;
  return isDismissed(failure) ? "dismissed" : null;
};

/** What becomes of the counts when a record is written in place of another. */
export const shiftOfCounts = (before: Failure | null, after: Failure): FailureCounts => {
  const shift: Record<keyof FailureCounts, number> = { ...noFailures };
  const [was, is] = [before === null ? null : countedAs(before), countedAs(after)];
  if (was !== null) shift[was] -= 1;
  if (is !== null) shift[is] += 1;
  return shift;
};

/** Which failures are meant; null = whatever it says there, `unresolved` = every state but `resolved`. */
export type FailureFilter = {
  readonly state: FailureState | "unresolved" | null;
  readonly collection: SourceCollection | null;
  readonly code: RejectionCode | null;
};

export const matchesFilter = (failure: Failure, { state, collection, code }: FailureFilter): boolean =>
  (state === null || failure.state === state || (state === "unresolved" && isOpen(failure))) &&
  (collection === null || failure.collection === collection) &&
  (code === null || failure.code === code);

export const isOpen = ({ state }: Pick<Failure, "state">): boolean => state !== "resolved";

/** Resolved by a person's word alone: the document still cannot be projected. */
export const isDismissed = ({ resolution }: Pick<Failure, "resolution">): boolean => resolution?.kind === "dismissed";

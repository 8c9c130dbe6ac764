import type { Id } from "../ids.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import type { Rejection } from "../projection/projection.ts";
import type { SourceCollection } from "../source/source-cut.ts";
import { type DocumentKey, documentKey, type Failure } from "../sync/failure.ts";
import type { PlanContext } from "./plan-context.ts";

export type FailureChanges = {
  /** Records to write whole: new ones, and known ones seen again. */
  readonly opened: readonly Failure[];
  /** Records whose document can be projected again. */
  readonly resolved: readonly Failure[];
};

/** At most one open record per document; it closes by itself when the document is corrected or gone. */
export const planFailures = (
  cut: ProjectedCut,
  present: ReadonlyMap<DocumentKey, Failure>,
  context: PlanContext,
): FailureChanges => {
  const opened: Failure[] = [];
  const resolved: Failure[] = [];
  const judge = (collection: SourceCollection, states: ReadonlyMap<Id, { readonly kind: string } | Rejection>): void => {
    for (const [id, state] of states) {
      if (isRejection(state)) opened.push(failureOf(collection, id, state, present, cut, context));
      else if (present.size > 0) {
        const known = present.get(documentKey(collection, id));
        if (known?.state === "open") resolved.push({ ...known, state: "resolved", resolvedAt: context.at, asOf: cut.asOf });
      }
    }
  };
  judge("payments", cut.payments);
  judge("properties", cut.properties);
  judge("owners", cut.owners);
  return { opened, resolved };
};

const isRejection = (state: { readonly kind: string } | Rejection): state is Rejection => state.kind === "rejected";

const failureOf = (
  collection: SourceCollection,
  documentId: Id,
  rejection: Rejection,
  present: ReadonlyMap<DocumentKey, Failure>,
  cut: ProjectedCut,
  context: PlanContext,
): Failure => {
  const key = documentKey(collection, documentId);
  const known = present.get(key);
  const { kind: _, ...reason } = rejection;
  return {
    key,
    collection,
    documentId,
    state: "open",
    ...reason,
    attempts: (known?.attempts ?? 0) + 1,
    firstSeenAt: known?.firstSeenAt ?? context.at,
    lastSeenAt: context.at,
    resolvedAt: null,
    asOf: cut.asOf,
  };
};

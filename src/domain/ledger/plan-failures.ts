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
  for (const collection of ["payments", "properties", "owners"] as const) {
    for (const [documentId, state] of cut[collection]) {
      if (state.kind === "rejected") {
        const known = present.get(documentKey(collection, documentId));
        opened.push({ ...openedFailure({ collection, documentId }, state, known, context.at), asOf: cut.asOf });
      } else if (present.size > 0) {
        const known = present.get(documentKey(collection, documentId));
        if (known !== undefined) resolved.push({ ...known, state: "resolved", resolvedAt: context.at, asOf: cut.asOf });
      }
    }
  }
  return { opened, resolved };
};

type DocumentName = { readonly collection: SourceCollection; readonly documentId: Id };

const openedFailure = (
  name: DocumentName,
  { kind: _, ...reason }: Rejection,
  known: Failure | undefined,
  at: number,
): Omit<Failure, "asOf"> => ({
  key: documentKey(name.collection, name.documentId),
  ...name,
  ...reason,
  state: "open",
  attempts: (known?.attempts ?? 0) + 1,
  firstSeenAt: known?.firstSeenAt ?? at,
  lastSeenAt: at,
  resolvedAt: null,
});

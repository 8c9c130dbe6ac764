import type { Id } from "../ids.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import type { Rejection } from "../projection/projection.ts";
import type { SourceCollection, SourceKeys } from "../source/source-cut.ts";
import { type DocumentKey, documentKey, type Failure, isDismissed, isOpen, type Resolution } from "../sync/failure.ts";
import { begunLife, resolvedFailure, seenAgain, staysDismissed } from "../sync/failure-life.ts";
import type { PlanContext } from "./plan-context.ts";

export type FailureChanges = {
  /** Records to write whole: new ones, and known ones seen again. */
  readonly opened: readonly Failure[];
  /** Records whose document can be projected again. */
  readonly resolved: readonly Failure[];
  /** What becomes of the two counts that a checkpoint keeps. */
  readonly openBy: number;
  readonly dismissedBy: number;
};

/** At most one record per document that is not resolved; it closes by itself when the document is corrected or gone. */
export const planFailures = (
  keys: SourceKeys,
  cut: ProjectedCut,
  present: ReadonlyMap<DocumentKey, Failure>,
  context: PlanContext,
): FailureChanges => {
  const draft = createFailureDraft(keys, cut, context);
  for (const collection of ["payments", "properties", "owners"] as const) {
    for (const [documentId, state] of cut[collection]) {
      if (state.kind === "rejected") {
        const known = present.get(documentKey(collection, documentId));
        draft.failed({ collection, documentId }, state, known);
      } else if (present.size > 0) {
        const known = present.get(documentKey(collection, documentId));
        if (known !== undefined && isUnsettled(known)) draft.healed(known);
      }
    }
  }
  return draft.changes();
};

/** Its document could not be projected when it was seen last. */
export const isUnsettled = (failure: Failure): boolean => isOpen(failure) || isDismissed(failure);

type DocumentName = { readonly collection: SourceCollection; readonly documentId: Id };

type FailureDraft = {
  failed(name: DocumentName, rejection: Rejection, known: Failure | undefined): void;
  healed(known: Failure): void;
  changes(): FailureChanges;
};

const createFailureDraft = (keys: SourceKeys, { asOf }: ProjectedCut, context: PlanContext): FailureDraft => {
  const { at, isRetry = false } = context;
  const opened: Failure[] = [];
  const resolved: Failure[] = [];
  const resolution: Resolution = { kind: isRetry ? "replayed" : "superseded" };
  let openBy = 0;
  let dismissedBy = 0;

  const isReported = ({ collection, documentId }: DocumentName): boolean =>
    context.cause.kind === "stream" && keys[collection].includes(documentId);

  return {
    failed: (name, { code, field, expected, found }, known) => {
      const look = { reason: { code, field, expected, found }, at, asOf, isRetry };
      if (known !== undefined && isOpen(known)) return void opened.push(seenAgain(known, look));
      if (known !== undefined && isDismissed(known)) {
        if (staysDismissed(known, look.reason, isReported(name))) return;
        dismissedBy -= 1;
      }
      opened.push({ key: documentKey(name.collection, name.documentId), ...name, ...begunLife(look) });
      openBy += 1;
    },
    healed: (known) => {
      resolved.push({ ...resolvedFailure(known, resolution, at), asOf });
      if (isDismissed(known)) dismissedBy -= 1;
      else openBy -= 1;
    },
    changes: () => ({ opened, resolved, openBy, dismissedBy }),
  };
};

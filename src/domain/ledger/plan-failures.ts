import type { Id } from "../ids.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import type { Rejection } from "../projection/projection.ts";
import type { SourceCollection, SourceKeys } from "../source/source-cut.ts";
import {
  addFailureCounts,
  type DocumentKey,
  documentKey,
  type Failure,
  type FailureCounts,
  isDismissed,
  isOpen,
  noFailures,
  type Resolution,
  shiftOfCounts,
} from "../sync/failure.ts";
import { begunLife, resolvedFailure, seenAgain, staysDismissed } from "../sync/failure-life.ts";
import type { PlanContext } from "./plan-context.ts";

export type FailureChanges = {
  /** Records to write whole: new ones, and known ones seen again. */
  readonly opened: readonly Failure[];
  /** Records whose document can be projected again. */
  readonly resolved: readonly Failure[];
  /** What becomes of the counts that a checkpoint keeps. */
  readonly shift: FailureCounts;
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
  let shift = noFailures;

  const write = (list: Failure[], before: Failure | null, after: Failure): void => {
    list.push(after);
    shift = addFailureCounts(shift, shiftOfCounts(before, after));
  };

  const isReported = ({ collection, documentId }: DocumentName): boolean =>
    context.cause.kind === "stream" && keys[collection].includes(documentId);

  return {
    failed: (name, { code, field, expected, found }, known) => {
      const look = { reason: { code, field, expected, found }, at, asOf, isRetry };
      if (known !== undefined && isOpen(known)) return write(opened, known, seenAgain(known, look));
      const stays = known !== undefined && isDismissed(known) && staysDismissed(known, look.reason, isReported(name));
      if (stays) return;
      const key = documentKey(name.collection, name.documentId);
      write(opened, known ?? null, { key, ...name, ...begunLife(look) });
    },
    healed: (known) => write(resolved, known, { ...resolvedFailure(known, resolution, at), asOf }),
    changes: () => ({ opened, resolved, shift }),
  };
};

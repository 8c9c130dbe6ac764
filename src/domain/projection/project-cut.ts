import type { ClusterTime } from "../cluster-time.ts";
import type { Id } from "../ids.ts";
import { isUndecodable, type SourceCut, type SourceKeys, type Undecodable } from "../source/source-cut.ts";
import { projectOwner } from "./project-owner.ts";
import { projectPayment } from "./project-payment.ts";
import { type ProjectedProperty, projectProperty } from "./project-property.ts";
import { internalRejection, type Projection, type ProjectionRules, type Rejection, rejected } from "./projection.ts";
import type { OwnerState } from "./resolve-owner.ts";

export type PropertyState = ProjectedProperty | Rejection | { readonly kind: "absent" };

/** What the ledger must say about a set of keys, as the source was at `asOf`. */
export type ProjectedCut = {
  readonly asOf: ClusterTime;
  readonly payments: ReadonlyMap<Id, Projection>;
  readonly properties: ReadonlyMap<Id, PropertyState>;
  readonly owners: ReadonlyMap<Id, OwnerState>;
};

/** Projects every asked key, also those the source does not have: their absence is news too. */
export const projectCut = (keys: SourceKeys, cut: SourceCut, rules: ProjectionRules): ProjectedCut => ({
  asOf: cut.asOf,
  payments: statesOf(keys.payments, cut.payments, (payment) => projectPayment(payment, rules), deletedPayment),
  properties: statesOf(keys.properties, cut.properties, projectProperty, absent),
  owners: statesOf(keys.owners, cut.owners, projectOwner, absent),
});

const absent: { readonly kind: "absent" } = { kind: "absent" };
const deletedPayment: Projection = { kind: "not_posted", reason: "deleted" };

const statesOf = <Document extends object, State, Missing>(
  ids: readonly Id[],
  found: ReadonlyMap<Id, Document | Undecodable>,
  project: (document: Document) => State,
  missing: Missing,
): ReadonlyMap<Id, State | Missing | Rejection> => {
  const states = new Map<Id, State | Missing | Rejection>();
  for (const id of ids) {
    const document = found.get(id);
    if (document === undefined) states.set(id, missing);
    else if (isUndecodable(document))
      states.set(id, rejected("undecodable_document", "", "valid BSON", document.reason));
    else states.set(id, projectedOr(document, project));
  }
  return states;
};

/** A mistake in a mapper is one document's failure, not the end of all that were read with it. */
const projectedOr = <Document, State>(
  document: Document,
  project: (document: Document) => State,
): State | Rejection => {
  try {
    return project(document);
  } catch (error) {
    return internalRejection(error);
  }
};

/** Joins what was read first with what turned out to be needed besides, read at the same cluster time. */
export const mergeCuts = (first: ProjectedCut, more: ProjectedCut): ProjectedCut => ({
  asOf: first.asOf,
  payments: new Map([...first.payments, ...more.payments]),
  properties: new Map([...first.properties, ...more.properties]),
  owners: new Map([...first.owners, ...more.owners]),
});

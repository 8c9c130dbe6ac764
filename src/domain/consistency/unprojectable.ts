import type { Id } from "../ids.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import type { SourceCollection } from "../source/source-cut.ts";
import type { Finding } from "./finding.ts";
import { findingOf } from "./rules.ts";

/** Documents of a cut that cannot be projected: their rows stay as they were, and nothing else is said about them. */
export const unprojectableFindings = (
  cut: ProjectedCut,
  collections: readonly SourceCollection[],
): readonly Finding[] =>
  collections.flatMap((collection) => {
    const findings: Finding[] = [];
    for (const [id, state] of cut[collection]) {
      if (state.kind !== "rejected") continue;
      const { field, expected, found } = state;
      findings.push(findingOf("unprojectable_document", { ...placeOf(collection, id), field, expected, found }));
    }
    return findings;
  });

const placeOf = (collection: SourceCollection, id: Id) => ({
  collection,
  key: id,
  propertyId: collection === "properties" ? id : null,
});

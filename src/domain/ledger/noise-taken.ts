import type { Id } from "../ids.ts";
import type { Projection } from "../projection/projection.ts";
import type { RowStep } from "./plan-rows.ts";

/** Payments whose rows are posted, amended or restored although their amount is a minor unit only but for arithmetic noise. */
export const noiseTakenOf = (payments: ReadonlyMap<Id, Projection>, steps: readonly RowStep[]): number => {
  const taken = new Set<Id>();
  for (const { after } of steps) {
    if (after.status === "void" || after.sourceId === null) continue;
    const projection = payments.get(after.sourceId);
    if (projection?.kind === "posted" && projection.noise) taken.add(after.sourceId);
  }
  return taken.size;
};

import type { ClusterTime } from "../domain/cluster-time.ts";
import type { SourceKeys } from "../domain/source/source-cut.ts";
import { type DocumentKey, documentKey } from "../domain/sync/failure.ts";

/** Corrections that wait to be explained by the stream; beyond these they are taken for explained. */
const keysMax = 20_000;

/** Other documents whose change explains a correction: a head says who owns its property. */
export type Explanations = ReadonlyMap<DocumentKey, readonly DocumentKey[]>;

type Correction = { readonly asOf: ClusterTime; readonly keys: Set<DocumentKey>; readonly explanations: Explanations };

const noExplanations: Explanations = new Map();

/** Tells corrections that the stream explains from those it does not: drift. */
export type DriftWatch = {
  corrected(asOf: ClusterTime, keys: readonly DocumentKey[], explanations?: Explanations): void;
  /** The stream has brought `keys` and stands at `position`; answers with the keys now known to be drift. */
  streamPassed(position: ClusterTime, keys: SourceKeys): readonly DocumentKey[];
  /** The stream begins anew: what lies before its beginning it will never report. */
  forget(): void;
};

export const createDriftWatch = (): DriftWatch => {
  let waiting: Correction[] = [];
  let size = 0;
  return {
    corrected: (asOf, keys, explanations = noExplanations) => {
      if (size + keys.length > keysMax) return;
      waiting.push({ asOf, keys: new Set(keys), explanations });
      size += keys.length;
    },
    streamPassed: (position, keys) => {
      if (waiting.length === 0) return [];
      for (const correction of waiting) explain(correction, keys);
      // At the very time of a position, the stream may still owe the rest of a transaction.
      const settled = waiting.filter(({ asOf }) => asOf < position);
      waiting = waiting.filter(({ asOf }) => asOf >= position);
      size = waiting.reduce((sum, correction) => sum + correction.keys.size, 0);
      return settled.flatMap((correction) => [...correction.keys]);
    },
    forget: () => {
      waiting = [];
      size = 0;
    },
  };
};

const explain = ({ keys, explanations }: Correction, reported: SourceKeys): void => {
  for (const collection of ["payments", "properties", "owners"] as const) {
    for (const id of reported[collection]) keys.delete(documentKey(collection, id));
  }
  if (reported.owners.length === 0 || explanations.size === 0) return;
  const owners = new Set(reported.owners.map((id) => documentKey("owners", id)));
  for (const key of keys) if (explanations.get(key)?.some((owner) => owners.has(owner))) keys.delete(key);
};

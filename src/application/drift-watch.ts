import type { ClusterTime } from "../domain/cluster-time.ts";
import type { SourceKeys } from "../domain/source/source-cut.ts";
import { type DocumentKey, documentKey } from "../domain/sync/failure.ts";

/** Corrections that wait to be explained by the stream; beyond these they are taken for explained. */
const keysMax = 20_000;

type Correction = { readonly asOf: ClusterTime; readonly keys: Set<DocumentKey> };

/** Tells corrections that the stream explains from those it does not: drift. */
export type DriftWatch = {
  corrected(asOf: ClusterTime, keys: readonly DocumentKey[]): void;
  /** The stream has brought `keys` and stands at `position`; answers with the keys now known to be drift. */
  streamPassed(position: ClusterTime, keys: SourceKeys): readonly DocumentKey[];
};

export const createDriftWatch = (): DriftWatch => {
  let waiting: Correction[] = [];
  let size = 0;
  return {
    corrected: (asOf, keys) => {
      if (size + keys.length > keysMax) return;
      waiting.push({ asOf, keys: new Set(keys) });
      size += keys.length;
    },
    streamPassed: (position, keys) => {
      if (waiting.length === 0) return [];
      for (const correction of waiting) explain(correction, keys);
      const settled = waiting.filter(({ asOf }) => asOf <= position);
      waiting = waiting.filter(({ asOf }) => asOf > position);
      size = waiting.reduce((sum, correction) => sum + correction.keys.size, 0);
      return settled.flatMap((correction) => [...correction.keys]);
    },
  };
};

const explain = (correction: Correction, keys: SourceKeys): void => {
  for (const collection of ["payments", "properties", "owners"] as const) {
    for (const id of keys[collection]) correction.keys.delete(documentKey(collection, id));
  }
};

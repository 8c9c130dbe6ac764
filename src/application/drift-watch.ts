import type { ClusterTime } from "../domain/cluster-time.ts";
import type { SourceKeys } from "../domain/source/source-cut.ts";
import { type DocumentKey, documentKey } from "../domain/sync/failure.ts";

/** Corrections that wait to be explained by the stream; beyond these they are taken for explained. */
const keysMax = 20_000;

/** Other documents whose change explains a correction: a head says who owns its property. */
export type Explanations = ReadonlyMap<DocumentKey, readonly DocumentKey[]>;

/** Corrections made at `asOf`, and by which run. */
export type Corrections = {
  readonly runId: string;
  readonly asOf: ClusterTime;
  readonly keys: readonly DocumentKey[];
  readonly explanations?: Explanations | undefined;
};

type Correction = Omit<Corrections, "keys" | "explanations"> & {
  readonly keys: Set<DocumentKey>;
  readonly explanations: Explanations;
};

/** Keys now known to be drift, and the run that corrected them. */
export type Drifted = Pick<Corrections, "runId" | "keys">;

const noExplanations: Explanations = new Map();

/** Tells corrections that the stream explains from those it does not: drift. */
export type DriftWatch = {
  corrected(corrections: Corrections): void;
  /** The stream has brought `keys` and stands at `position`. */
  streamPassed(position: ClusterTime, keys: SourceKeys): readonly Drifted[];
  /** The stream begins anew: what lies before its beginning it will never report. */
  forget(): void;
};

export const createDriftWatch = (): DriftWatch => {
  let waiting: Correction[] = [];
  let size = 0;
  return {
    corrected: ({ keys, explanations = noExplanations, ...correction }) => {
      if (size + keys.length > keysMax) return;
      waiting.push({ ...correction, keys: new Set(keys), explanations });
      size += keys.length;
    },
    streamPassed: (position, keys) => {
      if (waiting.length === 0) return [];
      for (const correction of waiting) explain(correction, keys);
      // At the very time of a position, the stream may still owe the rest of a transaction.
      const settled = waiting.filter(({ asOf }) => asOf < position);
      waiting = waiting.filter(({ asOf }) => asOf >= position);
      size = waiting.reduce((sum, correction) => sum + correction.keys.size, 0);
      return settled.flatMap(({ runId, keys: left }) => (left.size === 0 ? [] : { runId, keys: [...left] }));
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

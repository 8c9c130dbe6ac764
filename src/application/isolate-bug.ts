import type { Id } from "../domain/ids.ts";
import type { ProjectedCut } from "../domain/projection/project-cut.ts";
import { internalRejection } from "../domain/projection/projection.ts";
import type { SourceCollection } from "../domain/source/source-cut.ts";
import { type DocumentKey, documentKey } from "../domain/sync/failure.ts";
import { AppError } from "./errors.ts";
import type { ReconcileBatch } from "./ports/accounting-sink.ts";
import { type Outdated, type ReconcilePorts, reconcile } from "./reconcile.ts";

export type IsolatePorts = ReconcilePorts & {
  /** A document that could not be worked on, and by which error: a mistake of this service, to be told of. */
  readonly onBug?: (key: DocumentKey, error: unknown) => void;
};

/** More documents than these in one unit are not what a mistake is about: the unit stays undone, and visible. */
const offendersMax = 20;
/** Rehearsals of one unit: finding 20 of 5,000 takes some 380. */
const rehearsalsMax = 500;

/** An error that nobody foresaw, as opposed to a database that is away or refuses. */
export const isBug = (error: unknown): boolean => !(error instanceof AppError) || error.code === "internal";

/**
 * Finds the documents by which a unit breaks, and answers with the unit in which they have failed instead, so that the others
 * go on. Nothing is written: each half, quarter, … is rehearsed together with what has turned out to be sound. Throws the
 * unit's own error when it is not about single documents.
 */
export const isolateBug = async (
  ports: IsolatePorts,
  batch: ReconcileBatch,
  error: unknown,
  signal: AbortSignal,
): Promise<ReconcileBatch | Outdated> => {
  const documents = keysOf(batch);
  if (documents.length === 0) throw error;
  const marks = new Map(documents.map((document) => [document.key, { ...document, error: null as unknown }]));
  let offenders = 0;
  let rehearsals = 0;

  const fault = async (): Promise<{ readonly error: unknown } | Outdated | null> => {
    rehearsals += 1;
    if (rehearsals > rehearsalsMax) throw error;
    try {
      const rehearsed = { ...batch, cut: marked(batch.cut, [...marks.values()]), isRehearsal: true };
      const result = await reconcile(ports, rehearsed, signal);
      return result.kind === "outdated" ? result : null;
    } catch (found) {
      signal.throwIfAborted();
      if (!isBug(found)) throw found;
      return { error: found };
    }
  };

  /** Takes these for sound if they are, part by part if they are not. */
  const acquit = async (suspects: readonly Document[]): Promise<Outdated | null> => {
    for (const { key } of suspects) marks.delete(key);
    const found = await fault();
    if (found === null || "kind" in found) return found;
    for (const suspect of suspects) marks.set(suspect.key, { ...suspect, error: found.error });
    if (suspects.length === 1) {
      offenders += 1;
      if (offenders > offendersMax) throw error;
      return null;
    }
    const half = suspects.length >> 1;
    return (await acquit(suspects.slice(0, half))) ?? (await acquit(suspects.slice(half)));
  };

  const found = (await fault()) ?? (await acquit(documents));
  if (found !== null && "kind" in found) return found;
  // Without a single document it breaks just as well.
  if (found !== null) throw error;
  return { ...batch, cut: marked(batch.cut, [...marks.values()]) };
};

/** Tells of every document of a unit that is a failure only because of a mistake of this service. */
export const tellBugs = ({ onBug }: Pick<IsolatePorts, "onBug">, { cut }: ReconcileBatch): void => {
  for (const collection of collections) {
    for (const [id, state] of cut[collection])
      if (state.kind === "rejected" && state.code === "internal") onBug?.(documentKey(collection, id), state.cause);
  }
};

const collections = ["payments", "properties", "owners"] as const;

type Document = { readonly key: DocumentKey; readonly collection: SourceCollection; readonly id: Id };
type Marked = Document & { readonly error: unknown };

const keysOf = ({ keys }: ReconcileBatch): readonly Document[] =>
  collections.flatMap((collection) =>
    keys[collection].map((id) => ({ key: documentKey(collection, id), collection, id })),
  );

const marked = (cut: ProjectedCut, documents: readonly Marked[]): ProjectedCut => {
  const states = {
    payments: new Map(cut.payments),
    properties: new Map(cut.properties),
    owners: new Map(cut.owners),
  };
  for (const { collection, id, error } of documents) states[collection].set(id, internalRejection(error));
  return { ...cut, ...states };
};

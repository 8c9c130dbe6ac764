import type { ClusterTime } from "../domain/cluster-time.ts";
import type { Id } from "../domain/ids.ts";
import { mergeCuts, type ProjectedCut, projectCut } from "../domain/projection/project-cut.ts";
import type { ProjectionRules } from "../domain/projection/projection.ts";
import type { SourceKeys } from "../domain/source/source-cut.ts";
import type { AccountingSink, CommitResult, ReconcileBatch } from "./ports/accounting-sink.ts";
import type { SourceReader } from "./ports/source-reader.ts";

export type ReconcilePorts = {
  readonly source: SourceReader;
  readonly sink: AccountingSink;
  readonly rules: ProjectionRules;
};

export type ReadPorts = Pick<ReconcilePorts, "source" | "rules">;

/** The source moved on: what the unit was read at can no longer be read, so that it must be read again as a whole. */
export type Outdated = { readonly kind: "outdated"; readonly newest: ClusterTime };

/** Reads the present state of `keys` at `at` (or later, see `asOf`) and projects it; a property brings its owner. */
export const readProjected = async (
  ports: ReadPorts,
  keys: SourceKeys,
  at: ClusterTime,
  signal: AbortSignal,
): Promise<ProjectedCut> => {
  const cut = projectCut(keys, await ports.source.read(keys, at, signal), ports.rules);
  const whole = await withOwners(ports, cut, signal);
  return whole.kind === "outdated" ? readProjected(ports, keys, whole.newest, signal) : whole.cut;
};

/** Adds the owners that the cut's properties name, read at the same time. */
export const withOwners = (ports: ReadPorts, cut: ProjectedCut, signal: AbortSignal): Promise<WholeCut | Outdated> => {
  const owners = unreadOwners(cut);
  return owners.length === 0
    ? Promise.resolve({ kind: "read", cut })
    : readMore(ports, cut, { payments: [], properties: [], owners }, signal);
};

export type WholeCut = { readonly kind: "read"; readonly cut: ProjectedCut };

/**
 * Brings the ledger to what a batch says. The ledger may answer that it needs to know a property or an owner as well (a
 * payment of a new property, an owner's second candidate): they are read at the batch's own time, and it is asked again.
 */
export const reconcile = async (
  ports: ReconcilePorts,
  batch: ReconcileBatch,
  signal: AbortSignal,
): Promise<Exclude<CommitResult, { kind: "incomplete" }> | Outdated> => {
  let cut = batch.cut;
  for (let round = 0; round < wideningRoundsMax; round += 1) {
    const result = await ports.sink.commit({ ...batch, cut }, signal);
    if (result.kind !== "incomplete") return result;
    const missing = { payments: [], properties: result.properties, owners: result.owners };
    const more = await readMore(ports, cut, missing, signal);
    if (more.kind === "outdated") return more;
    cut = more.cut;
  }
  throw new Error(`a unit still lacked documents after ${wideningRoundsMax} readings`);
};

/** A payment asks for its property, that one for its owners: two readings, one to spare. */
const wideningRoundsMax = 4;

const readMore = async (
  { source, rules }: ReadPorts,
  cut: ProjectedCut,
  keys: SourceKeys,
  signal: AbortSignal,
): Promise<WholeCut | Outdated> => {
  const more = await source.read(keys, cut.asOf, signal);
  if (more.asOf !== cut.asOf) return { kind: "outdated", newest: more.asOf };
  return { kind: "read", cut: mergeCuts(cut, projectCut(keys, more, rules)) };
};

const unreadOwners = (cut: ProjectedCut): readonly Id[] => {
  const owners = new Set<Id>();
  for (const property of cut.properties.values()) {
    if (property.kind === "property") for (const id of property.ownerKeys) if (!cut.owners.has(id)) owners.add(id);
  }
  return [...owners];
};

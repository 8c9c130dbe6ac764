import { type ClusterTime, maxClusterTime } from "../domain/cluster-time.ts";
import { compareAccounts } from "../domain/consistency/compare-accounts.ts";
import { compareRows } from "../domain/consistency/compare-rows.ts";
import type { Finding } from "../domain/consistency/finding.ts";
import type { Id } from "../domain/ids.ts";
import type { Account } from "../domain/ledger/account.ts";
import type { ProjectedCut } from "../domain/projection/project-cut.ts";
import type { SourceKeys } from "../domain/source/source-cut.ts";
import type { CheckNotes } from "./check-notes.ts";
import type { Lane } from "./lane.ts";
import type { LedgerScanner } from "./ports/ledger-scanner.ts";
import { type ReadPorts, readProjected } from "./reconcile.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";
import type { StreamProgress, StreamWatch } from "./stream-progress.ts";

export type SettlePorts = ReadPorts &
  RetryPorts & {
    readonly scanner: LedgerScanner;
    readonly lane: Pick<Lane, "floor">;
    readonly stream: StreamProgress;
    /** False while real time is stopped or has failed: then nothing is to be waited for. */
    readonly isFollowing: () => boolean;
    /** What is gone from the source has yet to be found gone by the feed's next sweep; absent: the feed tells at once. */
    readonly awaitsSweep?: () => boolean;
    readonly notes: Pick<CheckNotes, "report" | "unsettled" | "notFollowed">;
  };

/** How often a document that changes under the eyes is looked at before it is left for the next check. */
const roundsMax = 10;
/** Documents looked at together. */
const keysAtOnce = 1_000;
/** How long the stream may take to pass a time before what waits for it is left unsettled. Unit: ms. */
const passageMaxMs = 120_000;
const passagePollMs = 20;

/**
 * Looks again at documents that seem to differ, and reports those that do for certain: the source is read at a time that the
 * stream then passes, and the ledger after that; what the stream has reported meanwhile may have moved, and is looked at anew.
 */
export const settlePayments = (ports: SettlePorts, ids: readonly Id[], signal: AbortSignal): Promise<Settled> =>
  settleAll(ports, ids, { keysOf: (payments) => ({ ...noKeys, payments }), look: lookAtRows }, signal);

export const settleProperties = (ports: SettlePorts, ids: readonly Id[], signal: AbortSignal): Promise<Settled> =>
  settleAll(ports, ids, { keysOf: (properties) => ({ ...noKeys, properties }), look: lookAtHeads }, signal);

const noKeys: SourceKeys = { payments: [], properties: [], owners: [] };

/** Those that do differ, and those that changed each time they were looked at. */
export type Settled = ReadonlySet<Id>;

/** Differences by key, and who else's change would explain them. */
type Look = {
  readonly differences: ReadonlyMap<Id, readonly Finding[]>;
  readonly hasMoved: (id: Id, watch: StreamWatch) => boolean;
};

type Kind = {
  readonly keysOf: (ids: readonly Id[]) => SourceKeys;
  readonly look: (ports: SettlePorts, cut: ProjectedCut, signal: AbortSignal) => Promise<Look>;
};

const settleAll = async (ports: SettlePorts, ids: readonly Id[], kind: Kind, signal: AbortSignal): Promise<Settled> => {
  const unequal = new Set<Id>();
  for (let start = 0; start < ids.length; start += keysAtOnce) {
    let open: readonly Id[] = ids.slice(start, start + keysAtOnce);
    for (let round = 0; round < roundsMax && open.length > 0; round += 1) {
      const { again, differing } = await settleOnce(ports, open, kind, signal);
      for (const id of differing) unequal.add(id);
      open = again;
    }
    if (open.length > 0) ports.notes.unsettled(open.length);
    for (const id of open) unequal.add(id);
  }
  return unequal;
};

type Round = { readonly again: readonly Id[]; readonly differing: readonly Id[] };

const lookAgain = (again: readonly Id[]): Round => ({ again, differing: [] });

const settleOnce = async (ports: SettlePorts, ids: readonly Id[], kind: Kind, signal: AbortSignal): Promise<Round> => {
  const watch = ports.stream.watch();
  try {
    const cut = await readNow(ports, kind.keysOf(ids), signal);
    // What says the same needs no waiting.
    if ((await kind.look(ports, cut, signal)).differences.size === 0) return lookAgain([]);
    if (!(await passed(ports, cut.asOf, signal))) return lookAgain(ids);
    const { differences, hasMoved } = await kind.look(ports, cut, signal);
    // Whoever has read the source later than this look may have written before the stream reports the same.
    if (!(await passed(ports, ports.lane.floor(), signal))) return lookAgain(ids);
    const moved: Id[] = [];
    const differing: Id[] = [];
    for (const [id, findings] of differences) {
      if (hasMoved(id, watch)) moved.push(id);
      else if (ports.awaitsSweep?.() === true && findings.every(isOfAbsence)) ports.notes.unsettled(1);
      else {
        differing.push(id);
        await ports.notes.report(findings);
      }
    }
    return { again: moved, differing };
  } finally {
    watch.close();
  }
};

const readNow = (ports: SettlePorts, keys: SourceKeys, signal: AbortSignal): Promise<ProjectedCut> =>
  retryTransient(ports, async () => readProjected(ports, keys, await comparableTime(ports, signal), signal), signal);

/** A sweep takes these back by itself. */
const isOfAbsence = ({ rule }: Finding): boolean => rule === "phantom_transaction" || rule === "orphaned_account";

/** Where the stream stands, or now while nothing follows the source. */
export const comparableTime = async (
  ports: Pick<SettlePorts, "stream" | "lane" | "isFollowing" | "source">,
  signal: AbortSignal,
): Promise<ClusterTime> => {
  const floor = ports.lane.floor();
  const known = maxClusterTime(ports.stream.through() ?? floor, floor);
  return ports.isFollowing() ? known : maxClusterTime(known, await newestTime(ports, signal));
};

const newestTime = async ({ source }: Pick<SettlePorts, "source">, signal: AbortSignal): Promise<ClusterTime> =>
  (await source.readPage("properties", { after: null, limit: 1 }, signal)).cut.asOf;

/** True when nothing of `time` or before is still on its way to the ledger, or when nothing follows the source at all. */
const passed = async (ports: SettlePorts, time: ClusterTime, signal: AbortSignal): Promise<boolean> => {
  const { clock, stream, notes } = ports;
  const deadline = clock.monotonic() + passageMaxMs;
  while (!stream.hasPassed(time)) {
    if (!ports.isFollowing()) {
      notes.notFollowed();
      return true;
    }
    if (clock.monotonic() >= deadline) return false;
    await clock.sleep(passagePollMs, signal);
  }
  return true;
};

const lookAtRows = async (ports: SettlePorts, cut: ProjectedCut, signal: AbortSignal): Promise<Look> => {
  const rows = await retryTransient(ports, () => ports.scanner.rowsOf([...cut.payments.keys()], signal), signal);
  return {
    differences: compareRows(cut, rows),
    hasMoved: (id, watch) => watch.hasReported("payments", id),
  };
};

const lookAtHeads = async (ports: SettlePorts, cut: ProjectedCut, signal: AbortSignal): Promise<Look> => {
  const heads = await retryTransient(ports, () => ports.scanner.heads([...cut.properties.keys()], signal), signal);
  return {
    differences: compareAccounts(cut, heads),
    hasMoved: (id, watch) =>
      watch.hasReported("properties", id) ||
      ownersOf(id, cut, heads).some((owner) => watch.hasReported("owners", owner)),
  };
};

const ownersOf = (id: Id, cut: ProjectedCut, heads: readonly Account[]): readonly Id[] => {
  const property = cut.properties.get(id);
  const told = heads.find(({ propertyId }) => propertyId === id)?.ownerKeys ?? [];
  return property?.kind === "property" ? [...property.ownerKeys, ...told] : told;
};

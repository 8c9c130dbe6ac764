import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import { isTransient } from "../../../src/application/errors.ts";
import type { ReconcileBatch } from "../../../src/application/ports/accounting-sink.ts";
import type { Id } from "../../../src/domain/ids.ts";
import type { Account } from "../../../src/domain/ledger/account.ts";
import type { Balances } from "../../../src/domain/ledger/balance.ts";
import type { Checkpoint } from "../../../src/domain/sync/checkpoint.ts";
import { type Bend, type Canary, nothingDone, reconcilingBy } from "./bend.ts";

const positionFirst: Bend = (ports) =>
  reconcilingBy(ports, async (batch, commit, signal) => {
    const { epoch, position } = batch;
    if (position !== null) await ports.sink.patchCheckpoint(epoch, { position }, signal);
    return commit(batch, signal);
  });

const totalsAfterwards: Bend = (ports, { store }) =>
  reconcilingBy(ports, async (batch, commit, signal) => {
    const before = new Map(store.accounts);
    const result = await commit(batch, signal);
    const changed = [...store.accounts.values()].filter((account) => before.get(account.propertyId) !== account);
    for (const account of changed) setBalances(store, account, before.get(account.propertyId)?.balances ?? new Map());
    await ports.sink.checkpoint(signal);
    for (const { propertyId, balances } of changed) setBalances(store, store.accounts.get(propertyId), balances);
    return result;
  });

const setBalances = (store: LedgerStore, account: Account | undefined, balances: Balances): void => {
  if (account !== undefined) store.accounts.set(account.propertyId, { ...account, balances });
};

const everyEpochWrites: Bend = (ports, { store }) =>
  reconcilingBy(ports, (batch, commit, signal) => commit({ ...batch, epoch: store.checkpoint.epoch }, signal));

const countsTwice: Bend = (ports, { store }) =>
  reconcilingBy(ports, (batch, commit, signal) => {
    if (store.checkpoint.unitToken === batch.token) store.checkpoint = { ...store.checkpoint, unitToken: null };
    return commit(batch, signal);
  });

const aheadUntold: Bend = (ports, { store }) =>
  reconcilingBy(ports, async (batch, commit, signal) => {
    const { aheadCorrected } = store.checkpoint;
    const result = await commit(batch, signal);
    store.checkpoint = { ...store.checkpoint, aheadCorrected };
    return result;
  });

const dryRunsWrite: Bend = (ports) =>
  reconcilingBy(ports, (batch, commit, signal) => commit({ ...batch, dryRun: false }, signal));

const chunksLast = (): Bend => {
  const held: ReconcileBatch[] = [];
  return (ports) =>
    reconcilingBy(ports, async (batch, commit, signal) => {
      if (batch.cause.kind === "run" && !batch.dryRun && held.length === 0) {
        held.push(batch);
        return nothingDone;
      }
      const result = await commit(batch, signal);
      for (const late of held.splice(0)) await commit(late, signal);
      return result;
    });
};

const failedUnitsPassed: Bend = (ports) =>
  reconcilingBy(ports, (batch, commit, signal) =>
    commit(batch, signal).catch((error: unknown) => {
      if (isTransient(error)) throw error;
      return nothingDone;
    }),
  );

const headsChosenEarly = (): Bend => {
  const known = new Set<Id>();
  return (ports, { store }) => {
    const bent = reconcilingBy(ports, async (batch, commit, signal) => {
      const before = new Map(store.accounts);
      const result = await commit(batch, signal);
      if (batch.keys.owners.length > 0) keepUnknownHeads(store, before, batch, known);
      return result;
    });
    const read: typeof ports.source.read = (keys, at, signal) => {
      if (keys.owners.length > 0) known.clear();
      for (const { propertyId, ownerKeys } of store.accounts.values())
        if (ownerKeys.some((owner) => keys.owners.includes(owner))) known.add(propertyId);
      return ports.source.read(keys, at, signal);
    };
    return { ...bent, source: { ...ports.source, read } };
  };
};

const keepUnknownHeads = (
  store: LedgerStore,
  before: ReadonlyMap<Id, Account>,
  { cut }: ReconcileBatch,
  known: ReadonlySet<Id>,
): void => {
  for (const [id, account] of store.accounts) {
    const former = before.get(id);
    if (former === undefined || former === account || known.has(id) || cut.properties.has(id)) continue;
    store.accounts.set(id, { ...account, ownerId: former.ownerId, ownerName: former.ownerName });
  }
};

const goesOnFromMemory = (): Bend => {
  let known: Checkpoint | null = null;
  return (ports, { store }) => {
    const bent = reconcilingBy(ports, async (batch, commit, signal) => {
      const result = await commit(batch, signal);
      known = store.checkpoint;
      return result;
    });
    const checkpoint: typeof ports.sink.checkpoint = async (signal) => {
      const stored = await ports.sink.checkpoint(signal);
      return known?.epoch === stored.epoch ? { ...stored, position: known.position } : stored;
    };
    return { ...bent, sink: { ...bent.sink, checkpoint } };
  };
};

const floorForgotten: Bend = (ports) => ({
  ...ports,
  sink: {
    ...ports.sink,
    takeOver: async (epoch, signal) => ({
      ...(await ports.sink.takeOver(epoch, signal)),
      // Safe: a time before every other.
      readFloor: 0n as Checkpoint["readFloor"],
    }),
  },
});

const readingTakenForCovered: Bend = (ports) => ({
  ...ports,
  sink: {
    ...ports.sink,
    patchCheckpoint: (epoch, patch, signal) =>
      ports.sink.patchCheckpoint(
        epoch,
        patch.reading === undefined || patch.reading === 1
          ? patch
          : { ...patch, coveredReading: patch.reading, gap: null },
        signal,
      ),
  },
});

/** Units that are committed wrongly. */
export const wrongCommits: readonly Canary[] = [
  { name: "the position is stored before what it stands for", create: () => positionFirst },
  { name: "totals are incremented after the commit", create: () => totalsAfterwards },
  { name: "the epoch is not checked", create: () => everyEpochWrites },
  { name: "a unit whose reply was lost is counted again", create: () => countsTwice },
  { name: "a dry run writes", create: () => dryRunsWrite },
  { name: "what came back from a time to come is not told", create: () => aheadUntold },
  { name: "a chunk is committed out of the lane's order", create: chunksLast },
  { name: "a failed unit is passed by the next", create: () => failedUnitsPassed },
  { name: "the heads of an owner are chosen when the owner is read", create: headsChosenEarly },
  { name: "after a failure the stream goes on from what is remembered", create: goesOnFromMemory },
  { name: "a new leader forgets how far the ledger had been read", create: () => floorForgotten },
  { name: "a new reading is taken for covered by an old full sync", create: () => readingTakenForCovered },
];

import { createCronerScheduler } from "../../../src/adapters/croner-scheduler/croner-scheduler.ts";
import { closedBreakers } from "../../../src/adapters/memory/closed-breakers.ts";
import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import { createMemoryAccounting, type MemoryAccounting } from "../../../src/adapters/memory/memory-accounting.ts";
import { createMemorySource, type MemorySource } from "../../../src/adapters/memory/memory-source.ts";
import { commandAgeMaxMs } from "../../../src/application/ports/command-store.ts";
import type { ClusterTime } from "../../../src/domain/cluster-time.ts";
import { sha256 } from "../../support/sha256.ts";
import { silentLog } from "../../support/silent-log.ts";
import type { Bend } from "../canaries/bend.ts";
import { createMonitor, type Monitor } from "../judge/monitor.ts";
import type { Random } from "../kernel/random.ts";
import type { VirtualTime } from "../kernel/virtual-time.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createInstance, type Instance, type InstanceOptions } from "./instance.ts";
import { createNodeTimes, createWallClocks, serverClock } from "./machines.ts";
import { createMainDatabase, type MainDatabase } from "./main-database.ts";
import { createOperator, type Operator } from "./operator.ts";
import type { Profile } from "./profile.ts";
import { withShortPages } from "./short-pages.ts";
import { createSourceBook, type SourceBook } from "./source-book.ts";
import type { Trace } from "./trace.ts";
import { ownerCollections } from "./universe.ts";
import { createVandal, type Vandal } from "./vandal.ts";

/** Two databases, the application that writes one, the service that writes the other, and people. */
export type World = {
  readonly time: VirtualTime;
  readonly source: MemorySource;
  readonly book: SourceBook;
  readonly mainDatabase: MainDatabase;
  readonly accounting: MemoryAccounting;
  readonly faults: Faults;
  readonly monitor: Monitor;
  readonly instances: readonly Instance[];
  readonly operator: Operator;
  readonly vandal: Vandal;
  /** Orders that a leader may still carry out, though nobody waits for them any more. */
  openOrders(): number;
  /** Moves a machine's wall clock: 0 = the main database's, the others the instances'. */
  jump(machine: number, ms: number): void;
  calm(): void;
};

export type WorldOptions = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly profile: Profile;
  /** Damages the ports of every instance; null = the service as it is. */
  readonly bend: Bend | null;
  readonly trace: Trace | null;
};

export const createWorld = (options: WorldOptions): World => {
  const { time, random, profile, trace } = options;
  const wallClocks = createWallClocks(time, random, profile);
  let isCalm = false;
  const book = createSourceBook();
  const changes = random.fork();
  const source = createMemorySource({
    clock: serverClock(wallClocks.of(mainDatabaseMachine)),
    ownerCollections,
    changesMax: () => changes.whole(1, profile.changesMax),
  });
  const accountingClock = serverClock(wallClocks.of(accountingMachine));
  const accounting = createMemoryAccounting({ clock: accountingClock, hash: sha256 });
  const faults = createFaults({ time, random: random.fork(), rates: profile.rates, trace });
  const monitor = createMonitor(accounting.store, book);
  const newest = createNodeTimes(source, random.fork(), () => profile.laggingNodes && !isCalm);
  const connect = createConnect({ ...options, source, accounting, faults, monitor, newest });
  const pauses = random.fork();
  const instances = Array.from({ length: profile.instances }, (_, index) =>
    createInstance({
      name: `service-${index + 1}`,
      time,
      wallClock: wallClocks.of(index + 1),
      connect,
      pauseMs: () => (isCalm ? 100 : pauses.whole(0, 5_000)),
    }),
  );
  const running = () => instances.flatMap((instance) => instance.running() ?? []);
  return {
    time,
    source,
    book,
    mainDatabase: createMainDatabase({ source, book, time, endAt: profile.restlessMs }),
    accounting,
    faults,
    monitor,
    instances,
    operator: createOperator(running, hash),
    vandal: createVandal(accounting.store, source, monitor.forgive),
    openOrders: () => openOrders(accounting.store, accountingClock.now()),
    jump: wallClocks.jump,
    calm: () => {
      isCalm = true;
      // From here on nothing happens by itself that nobody waits for.
      accounting.store.schedulesState = { isPaused: true, resumedAt: 0 };
      faults.calm();
    },
  };
};

const openOrders = ({ commands }: LedgerStore, now: number): number =>
  [...commands.values()].filter(
    ({ state, createdAt }) => (state === "waiting" || state === "taken") && now - createdAt < commandAgeMaxMs,
  ).length;

/** Machines 1 and 2 are the instances'. */
const mainDatabaseMachine = 0;
const accountingMachine = 3;

type Connections = WorldOptions &
  Pick<World, "source" | "accounting" | "faults" | "monitor"> & { readonly newest: (now: ClusterTime) => ClusterTime };

/** Gives each process its own ports, with faults at every point and the monitor between. */
const createConnect = (connections: Connections): InstanceOptions["connect"] => {
  const { random, profile, bend, source, accounting, faults, monitor, newest } = connections;
  const jitter = random.fork();
  let tokens = 0;
  const newToken = (): string => {
    tokens += 1;
    return `token-${tokens}`;
  };
  return (process, { rules, instanceId, onCrash }) => {
    const point = faults.pointOf(process, onCrash);
    const between = (name: string): Promise<void> => {
      if (name.startsWith("after sink.")) monitor.observe();
      return point(name);
    };
    const { clock } = process;
    const { reader, feed, oplog } = source.connect({ clock, between, newest });
    const stores = accounting.connect(profile.stableNames ? instanceId : process.name, between);
    const plain = {
      source: reader,
      feed,
      ...stores,
      breakers: closedBreakers,
      oplog,
      metricsText: { render: () => Promise.resolve("") },
      scheduler,
      clock,
      log: silentLog,
      random: jitter.next,
      newToken,
      hash,
    };
    const ports = withShortPages(plain, profile.pageMax);
    return monitor.watch(bend === null ? ports : bend(ports, { source, store: accounting.store }), rules);
  };
};

const scheduler = createCronerScheduler();

const hash = (text: string): string => text.replaceAll(/\W/g, "-");

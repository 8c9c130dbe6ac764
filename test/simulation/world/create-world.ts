import { createMemoryAccounting, type MemoryAccounting } from "../../../src/adapters/memory/memory-accounting.ts";
import { createMemorySource, type MemorySource } from "../../../src/adapters/memory/memory-source.ts";
import type { PipelinePorts } from "../../../src/application/pipeline-ports.ts";
import type { Clock } from "../../../src/application/ports/clock.ts";
import type { ClusterTime } from "../../../src/domain/cluster-time.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import type { Bend } from "../canaries/bend.ts";
import { createMonitor, type Monitor } from "../judge/monitor.ts";
import type { Random } from "../kernel/random.ts";
import type { SimulatedProcess } from "../kernel/simulated-process.ts";
import type { VirtualTime } from "../kernel/virtual-time.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createInstance, type Instance } from "./instance.ts";
import { createMainDatabase, type MainDatabase } from "./main-database.ts";
import { createOperator, type Operator } from "./operator.ts";
import type { Profile } from "./profile.ts";
import { withShortPages } from "./short-pages.ts";
import { createSourceBook, type SourceBook } from "./source-book.ts";
import { ownerCollections } from "./universe.ts";

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
  /** Told of every point that a process comes to, with what chance has in store for it there. */
  readonly trace: (line: string) => void;
};

const startOfTime = Date.UTC(2030, 0, 1);
const aDayMs = 86_400_000;

export const createWorld = ({ time, random, profile, bend, trace }: WorldOptions): World => {
  const wallClocks = createWallClocks(time, random, profile);
  let isCalm = false;
  const book = createSourceBook();
  const changes = random.fork();
  const source = createMemorySource({
    clock: serverClock(wallClocks.of(0)),
    ownerCollections,
    changesMax: () => changes.whole(1, profile.changesMax),
  });
  const accounting = createMemoryAccounting({ clock: serverClock(wallClocks.of(3)) });
  const faults = createFaults({ time, random: random.fork(), rates: profile.rates, trace });
  const monitor = createMonitor(accounting.store, book);
  const newest = createNodeTimes(source, random.fork(), () => profile.laggingNodes && !isCalm);
  const names = random.fork();
  const jitter = random.fork();
  let tokens = 0;

  const connect = (process: SimulatedProcess, rules: ProjectionRules, onCrash: () => void): PipelinePorts => {
    const point = faults.pointOf(process, onCrash);
    const between = (name: string): Promise<void> => {
      if (name.startsWith("after sink.")) monitor.observe();
      return point(name);
    };
    const { reader, feed } = source.connect({ clock: process.clock, between, newest });
    const plain: PipelinePorts = {
      source: reader,
      feed,
      ...accounting.connect(process.name, between),
      clock: process.clock,
      log: silence,
      random: jitter.next,
      newToken: () => {
        tokens += 1;
        return `token-${tokens}`;
      },
      hash,
    };
    const ports = withShortPages(plain, profile.pageMax);
    return monitor.watch(bend === null ? ports : bend(ports, { source, store: accounting.store }), rules);
  };

  const instances = Array.from({ length: profile.instances }, (_, index) =>
    createInstance({
      name: `service-${index + 1}`,
      time,
      wallClock: wallClocks.of(index + 1),
      connect,
      pauseMs: () => (isCalm ? 100 : names.whole(0, 5_000)),
    }),
  );
  const running = () => instances.flatMap((instance) => instance.running() ?? []);
  return {
    time,
    source,
    book,
    mainDatabase: createMainDatabase(source, book, time),
    accounting,
    faults,
    monitor,
    instances,
    operator: createOperator(running, hash),
    jump: wallClocks.jump,
    calm: () => {
      isCalm = true;
      faults.calm();
    },
  };
};

const hash = (text: string): string => text.replaceAll(/\W/g, "-");

const silence = { info: () => {}, warn: () => {}, error: () => {} };

/** A server sleeps for nobody. */
const serverClock = (now: () => number): Clock => ({ now, monotonic: now, sleep: () => new Promise(() => {}) });

const createWallClocks = (time: VirtualTime, random: Random, { skew }: Profile) => {
  const offsets = [0, 1, 2, 3].map(() => (skew ? random.whole(-aDayMs, aDayMs) : 0));
  return {
    of: (machine: number) => (): number => startOfTime + time.now() + (offsets[machine] ?? 0),
    jump: (machine: number, ms: number): void => {
      offsets[machine] = (offsets[machine] ?? 0) + ms;
    },
  };
};

/** Some nodes answer with a snapshot of a little while ago. */
const createNodeTimes = (source: MemorySource, random: Random, isLagging: () => boolean) => {
  const times: ClusterTime[] = [];
  return (now: ClusterTime): ClusterTime => {
    if (times.at(-1) !== now) times.push(now);
    if (!isLagging() || !random.chance(0.3)) return now;
    return times.at(-1 - random.whole(0, Math.min(3, times.length - 1))) ?? source.now();
  };
};

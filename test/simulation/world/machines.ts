import type { MemorySource } from "../../../src/adapters/memory/memory-source.ts";
import type { Clock } from "../../../src/application/ports/clock.ts";
import type { ClusterTime } from "../../../src/domain/cluster-time.ts";
import type { Random } from "../kernel/random.ts";
import type { VirtualTime } from "../kernel/virtual-time.ts";
import type { Profile } from "./profile.ts";

const startOfTime = Date.UTC(2030, 0, 1);
const aDayMs = 86_400_000;

/** A server sleeps for nobody. */
export const serverClock = (now: () => number): Clock => ({ now, monotonic: now, sleep: () => new Promise(() => {}) });

/** Every machine has its own idea of what time it is. */
export const createWallClocks = (time: VirtualTime, random: Random, { skew }: Profile) => {
  const offsets = [0, 1, 2, 3].map(() => (skew ? random.whole(-aDayMs, aDayMs) : 0));
  return {
    of: (machine: number) => (): number => startOfTime + time.now() + (offsets[machine] ?? 0),
    jump: (machine: number, ms: number): void => {
      offsets[machine] = (offsets[machine] ?? 0) + ms;
    },
  };
};

/** Some nodes answer with a snapshot of a little while ago. */
export const createNodeTimes = (source: MemorySource, random: Random, isLagging: () => boolean) => {
  const times: ClusterTime[] = [];
  return (now: ClusterTime): ClusterTime => {
    if (times.at(-1) !== now) times.push(now);
    if (!isLagging() || !random.chance(0.3)) return now;
    return times.at(-1 - random.whole(0, Math.min(3, times.length - 1))) ?? source.now();
  };
};

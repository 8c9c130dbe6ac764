import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { processTicks, secondsOf } from "./process-facts.ts";

/** Seconds of processor time since some moment. */
export type ProcessorTime = {
  /** The benchmark, the service and the load generator. */
  readonly ownSeconds: number;
  readonly mongodSeconds: number;
  /** Whatever else ran on the machine: none of it should. */
  readonly othersSeconds: number;
  /** `othersSeconds` ÷ what the processors could have done. */
  readonly othersShare: number;
};

export type ProcessorMeter = {
  /** Since the last lap; null where there is no /proc. */
  lap(): Promise<ProcessorTime | null>;
};

export const createProcessorMeter = (mongodIds: readonly number[]): ProcessorMeter => {
  let before: Promise<Reading | null> = read(mongodIds);
  return {
    lap: async () => {
      const from = await before;
      before = read(mongodIds);
      const to = await before;
      return from === null || to === null ? null : between(from, to);
    },
  };
};

type Reading = { readonly at: number; readonly own: number; readonly mongod: number; readonly all: number };

const between = (from: Reading, to: Reading): ProcessorTime => {
  const ownSeconds = to.own - from.own;
  const mongodSeconds = to.mongod - from.mongod;
  const othersSeconds = Math.max(0, to.all - from.all - ownSeconds - mongodSeconds);
  return { ownSeconds, mongodSeconds, othersSeconds, othersShare: othersSeconds / ((to.at - from.at) * cpus().length) };
};

const read = async (mongodIds: readonly number[]): Promise<Reading | null> => {
  try {
    const mongods = await Promise.all(mongodIds.map(async (id) => sum((await processTicks(id)).slice(0, 2))));
    // Children that have ended are counted with their parent.
    const own = sum(await processTicks(process.pid));
    const all = await busyTicks();
    return { at: performance.now() / 1_000, own: secondsOf(own), mongod: secondsOf(sum(mongods)), all: secondsOf(all) };
  } catch {
    return null;
  }
};

/** user, nice, system, irq, softirq and steal of all processors: proc(5), `cpu` without idle and iowait. */
const busyTicks = async (): Promise<number> => {
  const [line = ""] = (await readFile("/proc/stat", "utf8")).split("\n");
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return user + nice + system + irq + softirq + steal;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

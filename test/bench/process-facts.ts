import { readFile } from "node:fs/promises";

/** The kernel counts in hundredths of a second on every Linux there is. */
const ticksPerSecond = 100;
const bytesPerKilobyte = 1_024;
const bytesPerMegabyte = 1_000_000;

/** utime, stime, cutime, cstime in ticks: proc(5), fields 14 to 17; the name before them may hold spaces. */
export const processTicks = async (id: number): Promise<readonly number[]> => {
  const stat = await readFile(`/proc/${id}/stat`, "utf8");
  return stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15)
    .map(Number);
};

/** Processor time of a process since its start, its children's left out. */
export const processorSecondsOf = async (id: number): Promise<number> => {
  const [user = 0, system = 0] = await processTicks(id);
  return (user + system) / ticksPerSecond;
};

export const secondsOf = (ticks: number): number => ticks / ticksPerSecond;

/** Memory that the process holds now. */
export const residentMegabytesOf = (id: number): Promise<number> => megabytesOf(id, "VmRSS");

/** The most that it ever held, as the kernel has kept count of it. */
export const peakMegabytesOf = (id: number): Promise<number> => megabytesOf(id, "VmHWM");

const megabytesOf = async (id: number, field: "VmRSS" | "VmHWM"): Promise<number> => {
  const status = await readFile(`/proc/${id}/status`, "utf8");
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`/proc does not tell ${field} here`);
  return (Number(kilobytes) * bytesPerKilobyte) / bytesPerMegabyte;
};

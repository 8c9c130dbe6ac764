import { describe, expect, it } from "vitest";
import { reportOf, traceOf } from "./report.ts";
import { runHistory } from "./run-history.ts";
import { settings } from "./settings.ts";

const batchSize = 250;
/** Ten times what a history takes on a busy machine. Unit: ms. */
const msPerHistoryMax = 200;

const liveThrough = async (seed: number): Promise<void> => {
  const outcome = await runHistory({ seed });
  if (outcome.objections.length === 0) return;
  const trace = settings.seed === null ? [] : [await traceOf(seed)];
  expect.fail([await reportOf(seed, outcome), ...trace].join("\n"));
};

describe("the service, in random histories with faults at every wait", () => {
  const { from, histories, seed } = settings;
  const first = seed ?? from;
  const end = seed === null ? from + histories : seed + 1;
  for (let start = first; start < end; start += batchSize) {
    const last = Math.min(start + batchSize, end) - 1;
    it(
      `keeps every promise: seeds ${start} to ${last}`,
      async () => {
        for (let next = start; next <= last; next += 1) await liveThrough(next);
      },
      60_000 + msPerHistoryMax * batchSize,
    );
  }

  it("lives through the same seed in the same way", async () => {
    const tell = async (told: number): Promise<readonly string[]> => {
      const lines: string[] = [];
      await runHistory({ seed: told, trace: (line) => lines.push(line) });
      return lines;
    };
    for (let told = first; told < first + 20; told += 1) {
      const lines = await tell(told);
      expect(lines.length).toBeGreaterThan(20);
      expect(await tell(told)).toEqual(lines);
    }
  });
});

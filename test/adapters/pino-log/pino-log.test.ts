import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPinoLog } from "../../../src/adapters/pino-log/pino-log.ts";
import type { LogFacts } from "../../../src/application/ports/log.ts";

const written = vi.hoisted((): { lines: Record<string, unknown>[] } => ({ lines: [] }));

vi.mock("pino", async (importOriginal) => {
  const original = await importOriginal<typeof import("pino")>();
  const sink = { write: (line: string) => void written.lines.push(JSON.parse(line)) };
  return { ...original, pino: Object.assign((options: object) => original.pino(options, sink), original.pino) };
});

beforeEach(() => {
  written.lines = [];
});
afterEach(() => {
  vi.useRealTimers();
});

const mask = (text: string): string => text.replaceAll("secret", "***");

it("writes the fields that it knows, and no other that it is handed", () => {
  const facts = { run: "r1", ownerName: "Ada Moyo", amount: "1200.00" } as LogFacts;
  createPinoLog("info", mask).info("a run is over", facts);
  const [{ level: _, time: __, ...line } = {}] = written.lines;
  expect(line).toEqual({ run: "r1", msg: "a run is over" });
});

it("writes an error by name, code, message, cause and stack alone, credentials masked", () => {
  const error = Object.assign(new Error("cannot reach secret", { cause: new TypeError("secret") }), {
    code: 11_000,
    keyValue: { email: "ada@example.com" },
  });
  createPinoLog("info", mask).error("failed", error);
  expect(written.lines[0]?.error).toEqual({
    name: "Error",
    code: "11000",
    message: "cannot reach ***",
    cause: "TypeError: ***",
    stack: expect.stringContaining("cannot reach ***"),
  });
});

it("tells what happens often line by line at debug, shared at info, and not at all above", () => {
  vi.useFakeTimers();
  const countAt = (level: "debug" | "info" | "warn"): number => {
    written.lines = [];
    const log = createPinoLog(level, mask);
    for (let batch = 0; batch < 1_000; batch += 1) log.often("batch", { kind: "reconcile", events: 1 });
    vi.advanceTimersByTime(60_000);
    return written.lines.length;
  };
  expect([countAt("debug"), countAt("info"), countAt("warn")]).toEqual([1_000, 2, 0]);
});

it("tells what was held back before whatever comes next", () => {
  const log = createPinoLog("info", mask);
  for (let batch = 0; batch < 3; batch += 1) log.often("batch", { events: 1 });
  log.info("stopping");
  expect(written.lines.map(({ msg, times }) => [msg, times])).toEqual([
    ["batch", undefined],
    ["batch", 2],
    ["stopping", undefined],
  ]);
});

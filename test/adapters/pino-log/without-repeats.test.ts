import { describe, expect, it } from "vitest";
import { repeatAfterMs, withoutRepeats } from "../../../src/adapters/pino-log/without-repeats.ts";
import type { Log } from "../../../src/application/ports/log.ts";
import { silentLog } from "../../support/silent-log.ts";

const world = () => {
  const lines: unknown[] = [];
  let now = 0;
  const log: Log = {
    ...silentLog,
    info: (message) => lines.push(message),
    warn: (message, facts) => lines.push([message, facts]),
    error: (message, error, facts) => lines.push([message, String(error), facts]),
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { lines, pass, quiet: withoutRepeats(log, () => now) };
};

describe("a log without repeats", () => {
  it("writes a warning once within its time, and then how often it came", () => {
    const { lines, pass, quiet } = world();
    for (let attempt = 0; attempt < 5; attempt += 1) quiet.warn("waiting", { reason: "away" });
    pass(repeatAfterMs);
    quiet.warn("waiting", { reason: "away" });
    expect(lines).toEqual([
      ["waiting", { reason: "away" }],
      ["waiting", { reason: "away", repeated: 4 }],
    ]);
  });

  it("writes what differs at once: another fact, another error, another message", () => {
    const { lines, quiet } = world();
    quiet.warn("waiting", { reason: "away" });
    quiet.warn("waiting", { reason: "refused" });
    quiet.error("failed", new Error("a"));
    quiet.error("failed", new Error("b"));
    quiet.error("failed", new Error("b"));
    expect(lines).toHaveLength(4);
  });

  it("never holds back what is only told", () => {
    const { lines, quiet } = world();
    quiet.info("leading");
    quiet.info("leading");
    expect(lines).toEqual(["leading", "leading"]);
  });

  it("stays small however many different lines there are", () => {
    const { lines, quiet } = world();
    for (let line = 0; line < 1_000; line += 1) quiet.warn(`line ${line}`);
    expect(lines).toHaveLength(1_000);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Breaker, createBreaker, failuresMax } from "../../../src/adapters/resilience/breaker.ts";
import { guard, guardFeed } from "../../../src/adapters/resilience/guard.ts";
import { AppError, type ErrorCode } from "../../../src/application/errors.ts";
import { changeStreamMode } from "../../../src/application/ports/change-feed.ts";

const errorOf = (code: ErrorCode): AppError =>
  new AppError(code, `an error: ${code}`, { cause: new Error("the driver's own") });

let breaker: Breaker;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  breaker = createBreaker("accounting");
});
afterEach(() => vi.useRealTimers());

const fail = async (times: number, error: unknown = errorOf("accounting_unavailable")): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    await expect(breaker.run(() => Promise.reject(error))).rejects.toBe(error);
  }
};
const succeed = () => breaker.run(() => Promise.resolve("done"));
/** Longer than the breaker ever stays open without letting a call through. */
const waitForProbe = () => vi.setSystemTime(Date.now() + 5_001);

describe("a circuit breaker", () => {
  it("is closed as long as fewer than five calls in a row fail", async () => {
    await fail(failuresMax - 1);
    await succeed();
    await fail(failuresMax - 1);
    expect(breaker.state()).toBe("closed");
    expect(await succeed()).toBe("done");
  });

  it("opens at the fifth failure in a row, and then tries nothing and says what the failure said", async () => {
    await fail(failuresMax);
    expect(breaker.state()).toBe("open");
    const call = vi.fn(() => Promise.resolve());
    const refusal = { code: "accounting_unavailable", message: "an error: accounting_unavailable" };
    await expect(breaker.run(call)).rejects.toMatchObject(refusal);
    expect(call).not.toHaveBeenCalled();
  });

  it.for(["accounting_unavailable", "accounting_overloaded"] as const)("counts %s", async (code) => {
    await fail(failuresMax, errorOf(code));
    expect(breaker.state()).toBe("open");
  });

  it.for(["validation", "accounting_configuration", "unit_too_large", "fenced", "internal", "cancelled"] as const)(
    "does not count %s: the database answers",
    async (code) => {
      await fail(3 * failuresMax, errorOf(code));
      await fail(3 * failuresMax, new TypeError("a bug"));
      expect(breaker.state()).toBe("closed");
    },
  );

  it("does not count what the adapter itself has to say: the database answers", async () => {
    await fail(3 * failuresMax, new AppError("accounting_unavailable", "not prepared yet"));
    expect(breaker.state()).toBe("closed");
  });

  it("lets one call through after some seconds, and closes when it succeeds", async () => {
    await fail(failuresMax);
    waitForProbe();
    const { promise, resolve } = Promise.withResolvers<string>();
    const probe = breaker.run(() => promise);
    expect(breaker.state()).toBe("half_open");
    await expect(succeed()).rejects.toMatchObject({ code: "accounting_unavailable" });
    resolve("done");
    expect(await probe).toBe("done");
    expect(breaker.state()).toBe("closed");
    expect(await succeed()).toBe("done");
  });

  it("opens again when that call fails, and lets the next one through later", async () => {
    await fail(failuresMax);
    for (let probe = 0; probe < 3; probe += 1) {
      waitForProbe();
      await fail(1);
      expect(breaker.state()).toBe("open");
    }
    waitForProbe();
    await succeed();
    expect(breaker.state()).toBe("closed");
  });

  it("closes when that call meets an error that is none of the database's absence", async () => {
    await fail(failuresMax);
    waitForProbe();
    await fail(1, errorOf("accounting_configuration"));
    expect(breaker.state()).toBe("closed");
  });
});

describe("a port behind a breaker", () => {
  it("is called with what it was asked for, and refuses every method alike when the breaker is open", async () => {
    const port = { add: (a: number, b: number) => Promise.resolve(a + b), ping: () => Promise.resolve() };
    const guarded = guard(port, breaker);
    expect(await guarded.add(1, 2)).toBe(3);
    await fail(failuresMax);
    await expect(guarded.add(1, 2)).rejects.toMatchObject({ code: "accounting_unavailable" });
    await expect(guarded.ping()).rejects.toMatchObject({ code: "accounting_unavailable" });
  });

  it("of changes counts what it reads, and can always be closed", async () => {
    const position = { token: "t", clusterTime: 0n as never };
    const close = vi.fn(() => Promise.resolve());
    const next = vi.fn(() => Promise.reject(errorOf("source_unavailable")));
    const opening = async () => ({ start: position, next, close });
    const feed = guardFeed({ mode: () => changeStreamMode, open: opening }, breaker);
    const { signal } = new AbortController();
    const opened = await feed.open(null, signal);
    if ("kind" in opened) throw new Error("the feed could not be opened");
    for (let time = 0; time < failuresMax + 3; time += 1) await opened.next(signal, 7).catch(() => undefined);
    expect(next).toHaveBeenCalledTimes(failuresMax);
    expect(next).toHaveBeenCalledWith(signal, 7);
    await opened.close();
    expect(close).toHaveBeenCalled();
    await expect(feed.open(null, signal)).rejects.toMatchObject({ code: "accounting_unavailable" });
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { betweenMs, createGather, firstMs } from "../../src/dashboard/live/gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const gathering = () => {
  const flushed: (readonly string[] | null)[] = [];
  const gather = createGather((names) => flushed.push(names && [...names]), Date.now);
  return { flushed, gather };
};

describe("what events make old", () => {
  it("is asked for once for the events of a moment, and soon after the first", () => {
    const { flushed, gather } = gathering();
    gather.add(["status", "health"]);
    gather.add(["status", "runs"]);
    vi.advanceTimersByTime(firstMs);

    expect(flushed).toEqual([["status", "health", "runs"]]);
  });

  it("is asked for a few times a minute at most, however many events come", () => {
    const { flushed, gather } = gathering();
    for (let ms = 0; ms < 60_000; ms += 10) {
      gather.add(["status"]);
      vi.advanceTimersByTime(10);
    }

    expect(flushed.length).toBeLessThanOrEqual(60_000 / betweenMs + 1);
  });

  it("is everything as soon as one event says so", () => {
    const { flushed, gather } = gathering();
    gather.add(["status"]);
    gather.add(null);
    vi.advanceTimersByTime(firstMs);

    expect(flushed).toEqual([null]);
  });

  it("is forgotten when the dashboard goes", () => {
    const { flushed, gather } = gathering();
    gather.add(["status"]);
    gather.stop();
    vi.advanceTimersByTime(betweenMs);

    expect(flushed).toEqual([]);
  });
});

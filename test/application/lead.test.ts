import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../../src/adapters/memory/virtual-clock.ts";
import { lead, leaseTtlMs } from "../../src/application/lead.ts";
import type { LeaderReport } from "../../src/application/leader-report.ts";
import type { Lease } from "../../src/application/ports/lease.ts";
import { passTime, settle } from "../support/virtual-time.ts";

type Answer<T> = () => Promise<T>;
type Won = Awaited<ReturnType<Lease["acquire"]>>;

const held = (expiresInMs: number): Won => ({ kind: "held", by: { instanceId: "b:1", epoch: 7n, expiresInMs } });

/** An instance that competes for a lease whose answers are told beforehand. */
const stage = () => {
  const clock = createVirtualClock();
  const stop = new AbortController();
  const errors: unknown[] = [];
  const story: string[] = [];
  const terms: {
    readonly epoch: bigint;
    readonly abandon: AbortController;
    readonly end: (error?: unknown) => void;
  }[] = [];
  let epoch = 0n;
  let acquire: Answer<Won> = () => {
    epoch += 1n;
    return Promise.resolve({ kind: "won", epoch });
  };
  let renew: Answer<"renewed" | "lost"> = () => Promise.resolve("renewed");

  const lease: Lease = {
    acquire: () => {
      story.push(`asked at ${clock.monotonic()}`);
      return acquire();
    },
    renew: (own, status) => {
      story.push(`renewed ${own} at ${clock.monotonic()}${status === null ? "" : `: ${status}`}`);
      return renew();
    },
    release: (own) => {
      story.push(`released ${own} at ${clock.monotonic()}`);
      return Promise.resolve();
    },
    holder: () => Promise.resolve(null),
  };
  /** Serves until told to end, or as long as the term lasts. */
  const serve = (own: bigint, abandon: AbortController): Promise<void> => {
    story.push(`served ${own} from ${clock.monotonic()}`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    terms.push({ epoch: own, abandon, end: (error) => (error === undefined ? resolve() : reject(error)) });
    abandon.signal.addEventListener("abort", () => resolve());
    stop.signal.addEventListener("abort", () => resolve());
    return promise;
  };
  let report: LeaderReport | null = null;
  const ports = { lease, clock, onError: (error: unknown) => errors.push(error), report: () => report };
  const leading = lead(ports, serve, stop.signal);
  return {
    clock,
    stop,
    errors,
    story,
    terms,
    leading,
    say: (mark: string) => {
      report = { mark, text: () => mark };
    },
    answerAcquire: (answer: Answer<Won>) => {
      acquire = answer;
    },
    answerRenew: (answer: Answer<"renewed" | "lost">) => {
      renew = answer;
    },
  };
};

describe("an instance that wins the lease", () => {
  it("serves its term and renews the lease every five seconds", async () => {
    const { clock, story, terms } = stage();
    await passTime(clock, 12_000);
    expect(story).toEqual(["asked at 0", "served 1 from 0", "renewed 1 at 5000", "renewed 1 at 10000"]);
    expect(terms[0]?.abandon.signal.aborted).toBe(false);
  });

  it("gives the lease back when it is told to stop, and is done", async () => {
    const { clock, story, stop, leading } = stage();
    await passTime(clock, 1_000);
    stop.abort();
    await leading;
    expect(story.at(-1)).toBe("released 1 at 1000");
    expect(clock.untilNextWake()).toBeNull();
  });

  it("does not give it back before the term has ended", async () => {
    const { clock, story, terms } = stage();
    await settle();
    terms[0]?.end();
    await settle();
    expect(story).toContain("released 1 at 0");
    await passTime(clock, 500);
    expect(story.at(-1)).toBe("served 2 from 500");
  });

  it("abandons its term at once when it learns that another has the lease, and competes again", async () => {
    const { clock, story, terms, answerRenew } = stage();
    await settle();
    answerRenew(() => Promise.resolve("lost"));
    await passTime(clock, 5_000);
    expect(terms[0]?.abandon.signal.reason).toMatchObject({ code: "fenced" });
    await passTime(clock, 500);
    expect(story.slice(-2)).toEqual(["asked at 5500", "served 2 from 5500"]);
  });

  it("goes on through renewals that fail, as long as the last one that succeeded holds", async () => {
    const { clock, terms, errors, answerRenew } = stage();
    await settle();
    answerRenew(() => Promise.reject(new Error("away")));
    await passTime(clock, leaseTtlMs - 1);
    expect(terms[0]?.abandon.signal.aborted).toBe(false);
    expect(errors).toHaveLength(2);
    answerRenew(() => Promise.resolve("renewed"));
    await passTime(clock, 10_000);
    expect(terms[0]?.abandon.signal.aborted).toBe(false);
  });

  it("abandons its term when the lease could not be renewed for its whole length", async () => {
    const { clock, terms, answerRenew } = stage();
    await passTime(clock, 5_000);
    answerRenew(() => Promise.reject(new Error("away")));
    await passTime(clock, leaseTtlMs - 1);
    expect(terms[0]?.abandon.signal.aborted).toBe(false);
    await passTime(clock, 1);
    expect(terms[0]?.abandon.signal.reason).toMatchObject({ code: "fenced" });
  });

  it("abandons its term then also when a renewal neither succeeds nor fails", async () => {
    const { clock, terms, answerRenew } = stage();
    await settle();
    answerRenew(() => new Promise(() => undefined));
    await passTime(clock, leaseTtlMs - 1);
    expect(terms[0]?.abandon.signal.aborted).toBe(false);
    await passTime(clock, 1);
    expect(terms[0]?.abandon.signal.reason).toMatchObject({ code: "fenced" });
  });

  it("counts from when it asked, not from when it was answered", async () => {
    const { clock, terms, answerRenew } = stage();
    await settle();
    answerRenew(() => clock.sleep(4_000, new AbortController().signal).then(() => "renewed" as const));
    await passTime(clock, 9_000);
    answerRenew(() => new Promise(() => undefined));
    await passTime(clock, 5_000 + leaseTtlMs - 9_000 - 1);
    expect(terms[0]?.abandon.signal.aborted).toBe(false);
    await passTime(clock, 1);
    expect(terms[0]?.abandon.signal.aborted).toBe(true);
  });

  it("is not misled by a wall clock that jumps", async () => {
    const { clock, terms } = stage();
    await passTime(clock, 1_000);
    clock.jumpWallClock(86_400_000);
    await passTime(clock, 30_000);
    clock.jumpWallClock(-2 * 86_400_000);
    await passTime(clock, 30_000);
    expect(terms).toHaveLength(1);
    expect(terms[0]?.abandon.signal.aborted).toBe(false);
  });
});

describe("what an instance that leads tells the others", () => {
  it("goes with each renewal, and half a second after it has changed", async () => {
    const { clock, story, say } = stage();
    await passTime(clock, 700);
    say("live");
    await passTime(clock, 6_000);
    say("waiting");
    await passTime(clock, 1_000);
    expect(story.slice(2)).toEqual([
      "renewed 1 at 1000: live",
      "renewed 1 at 6000: live",
      "renewed 1 at 7000: waiting",
    ]);
  });

  it("is not repeated in a hurry when it could not be told", async () => {
    const { clock, story, say, answerRenew } = stage();
    answerRenew(() => Promise.reject(new Error("away")));
    say("live");
    await passTime(clock, 6_000);
    expect(story.slice(2)).toEqual(["renewed 1 at 500: live", "renewed 1 at 5500: live"]);
  });
});

describe("an instance that finds the lease held", () => {
  it("looks again twice a second, and sooner when the lease is about to expire", async () => {
    const { clock, story, answerAcquire, terms } = stage();
    await settle();
    answerAcquire(() => Promise.resolve(held(15_000)));
    terms[0]?.end();
    await passTime(clock, 1_500);
    answerAcquire(() => Promise.resolve(held(10)));
    await passTime(clock, 600);
    expect(story.filter((line) => line.startsWith("asked")).slice(1)).toEqual([
      "asked at 500",
      "asked at 1000",
      "asked at 1500",
      "asked at 2000",
      "asked at 2050",
      "asked at 2100",
    ]);
    expect(terms).toHaveLength(1);
  });

  it("stops waiting when it is told to", async () => {
    const { clock, answerAcquire, terms, stop, leading } = stage();
    await settle();
    answerAcquire(() => Promise.resolve(held(15_000)));
    terms[0]?.end();
    await passTime(clock, 700);
    stop.abort();
    await leading;
    expect(clock.untilNextWake()).toBeNull();
  });
});

describe("an instance whose lease cannot be asked for, or whose term breaks", () => {
  it("says so and tries again", async () => {
    const { clock, errors, answerAcquire, terms, story } = stage();
    const away = new Error("away");
    const broken = new Error("the term broke");
    await settle();
    answerAcquire(() => Promise.reject(away));
    terms[0]?.end(broken);
    await passTime(clock, 1_000);
    expect(errors.slice(0, 2)).toEqual([broken, away]);
    answerAcquire(() => Promise.resolve({ kind: "won", epoch: 9n }));
    await passTime(clock, 1_000);
    expect(story.findLast((line) => line.startsWith("served"))).toMatch(/^served 9/);
  });

  it("gives the lease of a broken term back", async () => {
    const { story, terms } = stage();
    await settle();
    terms[0]?.end(new Error("the term broke"));
    await settle();
    expect(story).toContain("released 1 at 0");
  });
});

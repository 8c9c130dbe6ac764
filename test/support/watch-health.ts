import { setTimeout as pause } from "node:timers/promises";
import type { UseCases } from "../../src/application/use-cases.ts";

export type HealthStory = {
  /** States and reasons in the order in which they first appeared. */
  readonly states: readonly string[];
  readonly reasons: readonly string[];
  /** Answers that claimed more than the service could know. */
  readonly lies: readonly string[];
};

export type HealthWatch = AsyncDisposable & {
  /** Stops asking, and tells what was answered. */
  story(): Promise<HealthStory>;
};

const lookEveryMs = 5;

/** Asks for the health again and again, and judges each answer by what it says itself: `await using watch = watchHealth(…)`. */
export const watchHealth = ({ health }: Pick<UseCases, "health">): HealthWatch => {
  const states = new Set<string>();
  const reasons = new Set<string>();
  const lies = new Set<string>();
  const over = new AbortController();
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const answer = await health();
      states.add(answer.status.realTime.state);
      for (const { code } of answer.health.reasons) reasons.add(code);
      const lie = lieIn(answer);
      if (lie !== null) lies.add(lie);
      await pause(lookEveryMs);
    }
  };
  const watching = watch();
  // Told by whoever asks for the story.
  watching.catch(() => undefined);
  const stop = async (): Promise<void> => {
    over.abort();
    await watching;
  };
  return {
    story: async () => {
      await stop();
      return { states: [...states], reasons: [...reasons], lies: [...lies] };
    },
    [Symbol.asyncDispose]: stop,
  };
};

const lieIn = ({ health, status }: Awaited<ReturnType<UseCases["health"]>>): string | null => {
  const { state, lagMs } = status.realTime;
  const codes = health.reasons.map(({ code }) => code);
  if (health.status === "healthy" && (state !== "live" || lagMs === null))
    return `healthy while ${state}, lag ${lagMs}`;
  if (health.status !== "healthy" && codes.length === 0) return `${health.status} without a reason`;
  if (lagMs !== null && codes.includes("history_lost")) return `lag ${lagMs} over a gap`;
  if (state === "history_lost" && health.status !== "unhealthy") return `${health.status} with lost history`;
  return null;
};

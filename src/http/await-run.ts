import type { Context } from "hono";
import { AppError } from "../application/errors.ts";
import type { UseCases } from "../application/use-cases.ts";
import { runPath } from "../contract/run-path.ts";
import type { Run } from "../domain/sync/run.ts";
import type { HttpEnv } from "./http-env.ts";
import { preferredWaitMs } from "./prefer-wait.ts";

/** Says where a run that has begun is found, and waits for it as long as the caller prefers. */
export const awaitRun = async (
  c: Context<HttpEnv>,
  useCases: Pick<UseCases, "waitForRun">,
  begun: Run,
  prefer: string | undefined,
): Promise<Run> => {
  const { signal } = c.req.raw;
  const waitMs = preferredWaitMs(prefer);
  c.header("Location", runPath(begun.id));
  if (waitMs === 0) return begun;
  c.header("Preference-Applied", `wait=${waitMs / 1_000}`);
  try {
    return await useCases.waitForRun(begun.id, waitMs, signal);
  } catch (error) {
    // The server aborts with a string, a clock with an error of its own: they all mean this.
    throw signal.aborted ? new AppError("cancelled", "The caller hung up.", { cause: error }) : error;
  }
};

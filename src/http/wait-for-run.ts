import type { Context } from "hono";
import { AppError } from "../application/errors.ts";
import type { UseCases } from "../application/use-cases.ts";
import type { Run } from "../domain/sync/run.ts";
import type { HttpEnv } from "./http-env.ts";

type Wait = { readonly id: string; readonly waitMs: number };

/** Waits as `Prefer: wait` asks, and says that it did. */
export const waitForRun = async (c: Context<HttpEnv>, useCases: UseCases, { id, waitMs }: Wait): Promise<Run> => {
  const { signal } = c.req.raw;
  c.header("Preference-Applied", `wait=${waitMs / 1_000}`);
  try {
    return await useCases.waitForRun(id, waitMs, signal);
  } catch (error) {
    // The server aborts with a string, a clock with an error of its own: they all mean this.
    throw signal.aborted ? new AppError("cancelled", "The caller hung up.", { cause: error }) : error;
  }
};

import { startArguments } from "../../support/start-arguments.ts";
import type { World } from "../world.ts";
import { startWorker, type Worker } from "./worker.ts";

/** `whole`: over HTTP, validated and audited. `bare`: the use case alone, nothing of it kept in the trail. */
export type MutationKind = "whole" | "bare";

export type MutatingCalls = {
  /** The schedule that is changed. */
  readonly create: (name: string) => Promise<void>;
  /** Changes it so often, one after another. Processor time of this process for one of them. Unit: ms. */
  readonly change: (asked: {
    readonly name: string;
    readonly kind: MutationKind;
    readonly count: number;
  }) => Promise<number>;
};

/** An instance that does not lead, in a process that does nothing else. */
export const startMutating = (world: World): Promise<Worker<MutatingCalls>> =>
  startWorker<MutatingCalls>({
    file: new URL("mutating-process.ts", import.meta.url),
    nodeArguments: startArguments(),
    environment: {
      MONGODB_URI: world.mainUri,
      ACCOUNTING_DB_URI: world.accountingUri,
      INSTANCE_ID: "bench-mutating",
      LOG_LEVEL: "silent",
    },
  });

import { type ChildProcess, fork } from "node:child_process";
import type { Answer, Call, Calls } from "./calls.ts";

/** How long a process may take to end by itself. */
const endTimeoutMs = 30_000;

/** A process of its own on the same Node, asked over IPC. */
export type Worker<C extends Calls> = AsyncDisposable & {
  readonly processId: number;
  call<Name extends keyof C>(name: Name, argument: Parameters<C[Name]>[0]): Promise<Awaited<ReturnType<C[Name]>>>;
  /** Hangs up and waits until the process has ended. Safe to repeat. */
  end(): Promise<void>;
};

export type WorkerOptions = {
  readonly file: URL;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeArguments?: readonly string[];
};

/** Resolves when the process has loaded its modules and can be called. */
export const startWorker = async <C extends Calls>(options: WorkerOptions): Promise<Worker<C>> => {
  const child = fork(options.file, [], {
    execArgv: [...(options.nodeArguments ?? [])],
    env: { ...process.env, ...options.environment },
    serialization: "advanced",
  });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  child.on("message", (answer: Answer) => (answer.kind === "ready" ? ready.resolve() : settle(waiting, answer)));
  const fail = (error: Error): void => {
    ready.reject(error);
    for (const { reject } of waiting.values()) reject(error);
  };
  child.on("error", fail);
  child.once("exit", (code, signal) => {
    fail(new Error(`${options.file.pathname} ended (${signal ?? code})`));
    ended.resolve();
  });
  await ready.promise;
  const end = (): Promise<void> => endChild(child, ended.promise);
  let calls = 0;
  return {
    processId: child.pid ?? 0,
    call: (name, argument) => {
      calls += 1;
      const call: Call = { id: calls, name: String(name), argument };
      const answer = Promise.withResolvers<unknown>();
      waiting.set(call.id, answer);
      child.send(call);
      // Safe: parent and child share the type of the calls.
      return answer.promise as Promise<never>;
    },
    end,
    [Symbol.asyncDispose]: end,
  };
};

const settle = (waiting: Map<number, PromiseWithResolvers<unknown>>, answer: Exclude<Answer, { kind: "ready" }>) => {
  const call = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.kind === "result") call?.resolve(answer.value);
  else call?.reject(new Error(answer.message));
};

const endChild = async (child: ChildProcess, ended: Promise<void>): Promise<void> => {
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill("SIGKILL"), endTimeoutMs);
  await ended;
  clearTimeout(timer);
};

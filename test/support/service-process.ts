import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { UseCases } from "../../src/application/use-cases.ts";
import { type Environment, environmentOf, type Uris } from "./running-service.ts";
import { startArguments } from "./start-arguments.ts";

type Method =
  | "status"
  | "health"
  | "stats"
  | "startFullSync"
  | "waitForRun"
  | "enterTransaction"
  | "startRealTime"
  | "stopRealTime";

export type ServiceProcess = AsyncDisposable & {
  /** Asks the service in its process. */
  call<M extends Method>(method: M, ...args: Parameters<UseCases[M]>): ReturnType<UseCases[M]>;
  /** Asks for what only this entry of the process knows. */
  ask(method: string, ...args: readonly unknown[]): Promise<unknown>;
  /** The most memory it ever held (resident set). Unit: bytes. */
  peakMemory(): Promise<number>;
  /** SIGKILL: no time for anything. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGSTOP, and SIGCONT: it does nothing meanwhile, and does not know it. */
  freeze(): void;
  thaw(): void;
  /** SIGTERM: it drains, saves its position, gives the lease back. Resolves with its exit code. */
  terminate(): Promise<number | null>;
  /** Resolves when the process has ended, by itself or not, with the signal that ended it. */
  ended(): Promise<NodeJS.Signals | null>;
  /** Everything it has written to stdout and stderr. */
  output(): string;
};

const plainEntry = new URL("./service-process-entry.ts", import.meta.url);

/** The composed service in a process of its own; resolves when it has started. Killed at the end of its scope. */
export const startServiceProcess = async (
  uris: Uris,
  environment: Environment = {},
  entry: URL = plainEntry,
): Promise<ServiceProcess> => {
  const child = fork(entry, {
    env: { PATH: process.env.PATH, ...environmentOf(uris, environment) },
    execArgv: [...startArguments()],
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const exited = once(child, "exit");
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text: Buffer) => {
      output += text.toString();
    });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const [code] = await exited;
    return code;
  };
  const kill = async (): Promise<void> => void (await end("SIGKILL"));
  await started(child, exited, () => output);
  const call = caller(child);
  return {
    call: call as ServiceProcess["call"],
    ask: call,
    peakMemory: () => call("peakMemory") as Promise<number>,
    kill,
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    terminate: () => end("SIGTERM"),
    ended: async () => (await exited)[1],
    output: () => output,
    [Symbol.asyncDispose]: kill,
  };
};

const started = async (child: ChildProcess, exited: Promise<unknown>, output: () => string): Promise<void> => {
  const first = await Promise.race([once(child, "message"), exited.then(() => ["exited"])]);
  if (first[0] !== "started") throw new Error(`the service process ended before it had started: ${output()}`);
};

type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string };

const caller = (child: ChildProcess): ((method: string, ...args: readonly unknown[]) => Promise<unknown>) => {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  child.on("message", ({ id, value, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(error));
  });
  child.once("exit", () => {
    for (const call of waiting.values()) call.reject(new Error("the service process has ended"));
  });
  return (method, ...args) => {
    const call = Promise.withResolvers<unknown>();
    last += 1;
    waiting.set(last, call);
    child.send({ id: last, method, args });
    return call.promise;
  };
};

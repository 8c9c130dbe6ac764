import { mkdir } from "node:fs/promises";
import { MongoInstance } from "mongodb-memory-server";
import { waitForFormerMongod } from "./former-mongod.ts";
import { freePort, refuseOccupiedPort } from "./free-port.ts";
import type { Mongod } from "./mongod-search.ts";

/** Long, because a mongod that was killed reads its journal again before it listens. */
const launchTimeoutMs = 120_000;

const shutdownTimeoutMs = 30_000;

/** Between finding a free port and listening on it another process may take it. */
const portAttemptsMax = 3;

export type MongodMember = {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  readonly processId: number;
  stop(): Promise<void>;
};

export type MemberOptions = {
  readonly mongod: Mongod;
  readonly directory: string;
  /** The data is thrown away anyway: the end need not be in order, which takes mongod up to a second. */
  readonly disposable: boolean;
  readonly port: number | undefined;
  readonly replicaSet: string | undefined;
  readonly mongodArguments?: readonly string[];
  readonly progress: (message: string) => void;
  readonly signal?: AbortSignal;
};

/** Starts one mongod on its directory and returns when it listens; as a member of a set it may not take writes yet. */
export const startMember = async (options: MemberOptions): Promise<MongodMember> => {
  refuseSilencingArguments(options.mongodArguments ?? []);
  await mkdir(options.directory, { recursive: true });
  await waitForFormerMongod(options);
  if (options.port !== undefined) {
    await refuseOccupiedPort(options.port);
    return await launch(options.port, options);
  }
  for (let attempt = 1; ; attempt++)
    try {
      return await launch(await freePort(), options);
    } catch (error) {
      if (attempt === portAttemptsMax || !String(error).includes("already in use")) throw error;
    }
};

const launch = async (port: number, options: MemberOptions): Promise<MongodMember> => {
  options.signal?.throwIfAborted();
  const instance = new MongoInstance({
    // The true version keeps mongodb-memory-server from warning that it is not its own default one.
    binary: { systemBinary: options.mongod.path, version: options.mongod.version },
    instance: {
      port,
      ip: "127.0.0.1",
      dbPath: options.directory,
      storageEngine: "wiredTiger",
      launchTimeout: launchTimeoutMs,
      args: [...ownArguments, ...(options.mongodArguments ?? [])],
      ...(options.replicaSet === undefined ? {} : { replSet: options.replicaSet }),
    },
    // A process group of its own: Ctrl-C in a terminal reaches the service first, which needs its database to stop in order.
    spawn: { detached: true },
  });
  let complaint = "";
  instance.addListener("instanceSTDERR", (line: string) => {
    complaint ||= line;
  });
  try {
    await instance.start();
  } catch (error) {
    await instance.stop();
    throw launchFailure(error, complaint, { ...options, port });
  }
  return { host: `127.0.0.1:${port}`, ...processOf(instance, options.disposable ? "SIGKILL" : "SIGTERM") };
};

/** By default a signalled member first waits 15 s for the others to take over, even where there are none. */
const ownArguments = ["--nounixsocket", "--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"];

/**
 * Stopped by signal: mongodb-memory-server's own `stop()` asks over a connection first, which costs five seconds and a
 * printed warning when the mongod has been killed. It is called all the same, to end the watcher process.
 */
const processOf = (instance: MongoInstance, signal: NodeJS.Signals): Pick<MongodMember, "processId" | "stop"> => {
  const mongod = instance.mongodProcess;
  if (mongod?.pid === undefined) throw new Error("mongod ended as soon as it was ready");
  const ended = new Promise<void>((resolve) => mongod.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    const timer = setTimeout(() => mongod.kill("SIGKILL"), shutdownTimeoutMs);
    if (mongod.exitCode === null && mongod.signalCode === null) {
      mongod.kill(signal);
      await ended;
    }
    clearTimeout(timer);
    await instance.stop();
  };
  return { processId: mongod.pid, stop };
};

const launchFailure = (cause: unknown, complaint: string, { mongod, directory, port }: MemberOptions): Error => {
  const reason = [cause instanceof Error ? cause.message : String(cause), complaint].filter(Boolean).join(": ");
  return new Error(`${mongod.path} did not start on port ${port} with its data in ${directory}: ${reason}`, { cause });
};

/** mongodb-memory-server learns from mongod's output that it is ready: without output the start never ends. */
const refuseSilencingArguments = (mongodArguments: readonly string[]): void => {
  const silencing = mongodArguments.find((argument) => /^--(quiet|logpath|syslog|fork)(=|$)/.test(argument));
  if (silencing !== undefined) throw new Error(`mongod must not get ${silencing}: its output tells when it is ready`);
};

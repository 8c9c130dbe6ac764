import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { until } from "./until.ts";

export type LogLine = { readonly level: number; readonly msg: string; readonly [fact: string]: unknown };

/** A program of this project in a process of its own. Killed at the end of its scope. */
export type Program = AsyncDisposable & {
  readonly processId: number;
  /** Its log so far: the lines of standard output that are JSON. */
  readonly log: readonly LogLine[];
  /** The first line of its log, written already or to come, that says `message`. Fails when the program ends without it. */
  logged(message: string): Promise<LogLine>;
  /** The same for any text on standard output. */
  said(text: string): Promise<void>;
  output(): string;
  /** Standard error. */
  complaint(): string;
  signal(signal: NodeJS.Signals): void;
  /** The exit code; null when a signal has ended it. */
  readonly exited: Promise<number | null>;
};

export type ProgramOptions = {
  readonly script?: "main.ts" | "cli/demo.ts";
  readonly args?: readonly string[];
  readonly execArgs?: readonly string[];
  readonly directory?: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

const sources = new URL("../../src/", import.meta.url);

/** What a program needs to find a mongod, and nothing of this process's own that would configure the service. */
const surroundings = (): Environment => {
  const { PATH, HOME, XDG_CACHE_HOME, MONGOMS_SYSTEM_BINARY } = process.env;
  return { PATH, HOME, XDG_CACHE_HOME, MONGOMS_SYSTEM_BINARY };
};

/** Starts `src/main.ts` on a free port unless told otherwise, and does not wait for anything. */
export const startProgram = (environment: Environment = {}, options: ProgramOptions = {}): Program => {
  const { script = "main.ts", args = [], execArgs = [], directory } = options;
  const child = spawn(process.execPath, [...execArgs, new URL(script, sources).pathname, ...args], {
    env: { ...surroundings(), PORT: "0", INSTANCE_ID: "test", ...environment },
    cwd: directory,
    // The channel ends the program when this process ends, whatever became of the test.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const { pid, stdout, stderr } = child;
  if (pid === undefined || stdout === null || stderr === null) throw new Error("the program could not be started");
  const log: LogLine[] = [];
  const text = { output: "", complaint: "" };
  stderr.on("data", (data: Buffer) => {
    text.complaint += data.toString();
  });
  createInterface({ input: stdout }).on("line", (line) => {
    text.output += `${line}\n`;
    if (line.startsWith("{")) log.push(JSON.parse(line));
  });
  let isOver = false;
  const exited = once(child, "close").then(([code]: readonly (number | null)[]) => {
    isOver = true;
    return code ?? null;
  });
  const appears = <T>(what: string, find: () => T | undefined): Promise<T> =>
    until(`the program says “${what}”`, () => {
      const found = find();
      if (found === undefined && isOver) throw new Error(`ended before “${what}”: ${text.output}${text.complaint}`);
      return found === undefined ? null : { found };
    }).then(({ found }) => found);
  return {
    processId: pid,
    log,
    logged: (message) => appears(message, () => log.find(({ msg }) => msg === message)),
    said: async (wanted) => void (await appears(wanted, () => (text.output.includes(wanted) ? true : undefined))),
    output: () => text.output,
    complaint: () => text.complaint,
    signal: (signal) => void child.kill(signal),
    exited,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
};

/** Where the service listens, as soon as it does. */
export const urlOf = async (program: Program): Promise<string> => String((await program.logged("serving")).url);

export const isAlive = (processId: number): boolean => {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
};

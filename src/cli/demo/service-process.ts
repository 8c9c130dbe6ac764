import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

export type ServiceProcess = {
  readonly url: string;
  /** Its last errors, as its log or standard error has them. */
  readonly complaints: readonly string[];
  /** Resolves with what to say about an end that nobody asked for. */
  readonly ended: Promise<string>;
  /** As `kill` or a container would: it saves its position and ends. */
  stop(): Promise<void>;
};

export type ServiceOptions = {
  /** A connection string without a database. */
  readonly mongoUri: string;
  /** Null = 3000, or any free port when that is taken. */
  readonly port: string | null;
  readonly path: string | undefined;
};

const main = new URL("../../main.ts", import.meta.url).pathname;
const usualPort = "3000";

/**
 * Starts the program of `npm start` and resolves when it listens. In a process group of its own, so that Ctrl-C reaches the
 * demo alone, and with a channel that tells it when the demo is gone, however that came about.
 */
export const startServiceProcess = async ({ mongoUri, port, path }: ServiceOptions): Promise<ServiceProcess> => {
  const chosenPort = port ?? ((await isFree(usualPort)) ? usualPort : "0");
  const child = spawn(process.execPath, [main], {
    // Nothing else of this environment: a MONGODB_URI that is set here is not the demo's.
    env: { PATH: path, PORT: chosenPort, INSTANCE_ID: "demo", ...databasesOn(mongoUri) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  const complaints = complaintsOf(child);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ended = exited.then(() => ["The service has ended by itself.", ...complaints].join("\n"));
  const url = await Promise.race([urlOf(child), ended.then((reason) => Promise.reject(new Error(reason)))]);
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
  };
  return { url, complaints, ended, stop };
};

const databasesOn = (mongoUri: string) => ({
  MONGODB_URI: mongoUri.replace("/?", "/property-management?"),
  ACCOUNTING_DB_URI: mongoUri.replace("/?", "/accounting?"),
});

const isFree = (port: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(Number(port), "127.0.0.1", () => server.close(() => resolve(true)));
  });

/** The first line of the log that names a URL. */
const urlOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    linesOf(child.stdout, (line) => {
      const url = /"url":"([^"]+)"/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });

/** pino's number for errors. */
const errorLine = /^\{"level":[56]0/;
const complaintsMax = 20;

const complaintsOf = (child: ChildProcess): readonly string[] => {
  const complaints: string[] = [];
  const keep = (line: string): void => {
    complaints.push(line);
    complaints.splice(0, complaints.length - complaintsMax);
  };
  linesOf(child.stderr, keep);
  linesOf(child.stdout, (line) => {
    if (errorLine.test(line)) keep(line);
  });
  return complaints;
};

const linesOf = (stream: ChildProcess["stdout"], tell: (line: string) => void): void => {
  if (stream !== null) createInterface({ input: stream }).on("line", tell);
};

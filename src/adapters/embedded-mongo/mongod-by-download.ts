import { Worker } from "node:worker_threads";
import { downloadDirectory } from "./cache-directory.ts";
import { inspectMongod } from "./inspect-mongod.ts";
import { type Environment, type MongodSearch, type MongodWay, notFound } from "./mongod-search.ts";

/** Bounds the wait for the first byte; once bytes flow, mongodb-memory-server gives up after a minute of silence. */
const firstAnswerTimeoutMs = 10_000;

export const mongodByDownload: MongodWay = {
  name: "download by mongodb-memory-server",
  find: async (search) => {
    if (isFalse(search.environment.MONGOMS_RUNTIME_DOWNLOAD)) return notFound("MONGOMS_RUNTIME_DOWNLOAD is off");
    search.progress("looking for a mongod at mongodb.org");
    const path = await download(search);
    return await inspectMongod(path, search);
  },
};

const isFalse = (value: string | undefined): boolean =>
  value !== undefined && !["1", "on", "yes", "true"].includes(value.toLowerCase());

/** In a thread of its own: the library is steered by environment variables only, and a thread can be given its own and be ended. */
const download = async (search: MongodSearch): Promise<string> => {
  const worker = new Worker(new URL("./download-worker.ts", import.meta.url), {
    workerData: { downloadDirectory: downloadDirectory(search.environment) },
    env: downloadEnvironment(search.environment),
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  try {
    return await answerOf(worker, search);
  } finally {
    await worker.terminate();
  }
};

/** One attempt instead of three with pauses; and TLS certificates are checked, which mongodb-memory-server 11 leaves out unless told. */
const downloadEnvironment = (environment: Environment): NodeJS.ProcessEnv => ({
  npm_config_strict_ssl: "true",
  ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)),
  MONGOMS_MAX_RETRIES: "1",
});

const answerOf = (worker: Worker, { progress, signal }: MongodSearch): Promise<string> =>
  new Promise((resolve, reject) => {
    const giveUp = (reason: string) => () => reject(new Error(reason));
    const timer = setTimeout(giveUp(`no answer within ${firstAnswerTimeoutMs / 1000} s`), firstAnswerTimeoutMs);
    const abort = giveUp("aborted");
    signal?.addEventListener("abort", abort, { once: true });
    worker.stdout.on("data", (chunk: Buffer) => {
      clearTimeout(timer);
      progress(chunk.toString().trim());
    });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      reject(new Error("the download ended without a word"));
    });
  });

import "./tracing.ts";
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { compose, createLog, type Databases, openEmbedded, type Runtime, refusalOf, type Service } from "./compose.ts";
import { type Config, type ConfigProblem, parseConfig } from "./config.ts";
import { placeOf } from "./mongo-target.ts";
import { tracing } from "./tracing.ts";

/** The service as a process: reads the environment, opens what it needs, and closes it in reverse order when told to stop. */
const main = async (): Promise<number> => {
  const parsed = parseConfig(process.env, hostname());
  if (parsed.kind === "invalid") {
    console.error(listOf(parsed.problems));
    return 2;
  }
  const { config } = parsed;
  const log = createLog(config);
  const stop = stopSignal(log);
  logUnhandled(log);
  const opened = new AsyncDisposableStack();
  if (tracing !== null) opened.defer(tellTraces(tracing, config, log));
  try {
    await Promise.race([open(config, { log, stop, opened }), aborted(stop)]);
    await aborted(stop);
    return 0;
  } catch (error) {
    return stop.aborted ? 0 : explain(error, log);
  } finally {
    await opened.disposeAsync();
    log.info("stopped");
  }
};

type Log = ReturnType<typeof createLog>;

/** Answers with what is to be done last of all. */
const tellTraces = (sender: NonNullable<typeof tracing>, { tracing: to }: Config, log: Log): (() => Promise<void>) => {
  log.info("traces are sent", { traces: to?.endpoint ?? null });
  sender.onTrouble((reason) => log.warn("traces cannot be delivered", { reason }));
  return () => sender.stop();
};

type Opening = { readonly log: Log; readonly stop: AbortSignal; readonly opened: AsyncDisposableStack };

const open = async (config: Config, { log, stop, opened }: Opening): Promise<void> => {
  const databases = config.databases ?? (await openOwn({ log, stop, opened }));
  const service = compose(config, databases, runtime, { log });
  opened.defer(() => service.stop());
  const server = await listen(service, config);
  opened.defer(() => close(server, service));
  const reads = placeOf(databases.main);
  const writes = placeOf(databases.accounting);
  log.info("serving", { url: urlOf(server), reads, writes, version, instanceId: config.instanceId });
  if (config.access.tokensFile === null && config.access.oidc === null) log.warn(openToThisMachine);
  await service.start();
};

const openToThisMachine =
  "no access control is configured: the service listens on this machine only, and whoever is on it may use it";

/** Embedded mode. Its server is opened first, so that it is stopped last. */
const openOwn = async ({ log, stop: signal, opened }: Opening): Promise<Databases> => {
  const directory = resolve(".ledgersync");
  log.info("no MONGODB_URI is set: a MongoDB of our own is started, its data stays in .ledgersync", { directory });
  const { databases, mongo } = await openEmbedded({ directory, environment: process.env, log, signal });
  opened.defer(() => mongo.stop());
  return databases;
};

const runtime: Runtime = {
  newToken: randomUUID,
  hash: (text) => createHash("sha256").update(text).digest("hex"),
  random: Math.random,
};

const fileText = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");

const version: string = JSON.parse(fileText("package.json")).version;

/** The longest cursor and id that the contract allows fit in, however they are encoded. Unit: bytes. */
const headerBytesMax = 64 * 1_024;

const listen = async (service: Service, { host, port }: Config): Promise<Server> => {
  const dashboardFolder = fileURLToPath(new URL("../dist/dashboard", import.meta.url));
  const { fetch } = await service.app({ version, openApiText: fileText("openapi.yaml"), dashboardFolder });
  const server = createServer({ maxHeaderSize: headerBytesMax }, getRequestListener(fetch, { hostname: host }));
  server.on("clientError", service.answerClientError);
  const listening = Promise.withResolvers<Server>();
  server.once("error", listening.reject);
  server.listen({ host, port }, () => {
    server.off("error", listening.reject);
    listening.resolve(server);
  });
  return listening.promise;
};

const urlOf = (server: Server): string => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
};

/** How long requests that are being answered may still take when the service stops. Unit: ms. */
const answersMaxMs = 5_000;

const close = (server: Server, service: Service): Promise<void> => {
  service.closeStreams();
  const timer = setTimeout(() => server.closeAllConnections(), answersMaxMs);
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  return closed.promise.finally(() => clearTimeout(timer));
};

/** Aborted by the first signal, or when a program that started this one as its own part is gone. The second signal ends at once. */
const stopSignal = (log: Log): AbortSignal => {
  const stop = new AbortController();
  const stopFor = (reason: string): void => {
    log.info("stopping", { reason });
    stop.abort();
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(1);
    stopFor(signal);
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  process.once("disconnect", () => stopFor("the program that started this one has ended"));
  return stop.signal;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolved) => {
    if (signal.aborted) resolved();
    else signal.addEventListener("abort", () => resolved(), { once: true });
  });

/** What failed is unknown, so nothing is saved: the next start goes on from the last commit. */
const logUnhandled = (log: Log): void => {
  process.on("uncaughtException", (error) => {
    log.error("an error that nobody handled: the service ends", error);
    process.exit(1);
  });
};

const listOf = (problems: readonly ConfigProblem[]): string => {
  const width = Math.max(...problems.map(({ variable }) => variable.length));
  const lines = problems.map(({ variable, problem }) => `  ${variable.padEnd(width)}  ${problem}`);
  return ["ledgersync cannot start: the environment is not right.", ...lines].join("\n");
};

/** A refusal is for whoever started the program; anything else is a bug and goes to the log whole. */
const explain = (error: unknown, log: Log): number => {
  const refusal = refusalOf(error) ?? occupiedPort(error);
  if (refusal === null) log.error("the service could not start", error);
  else console.error(`ledgersync cannot start. ${refusal}`);
  return 1;
};

const occupiedPort = (error: unknown): string | null => {
  if (!(error instanceof Error && "code" in error && "port" in error)) return null;
  if (error.code === "EADDRINUSE")
    return `Port ${error.port} is taken by another program: end that one, or set PORT to a free port.`;
  if (error.code === "EACCES") return `Port ${error.port} is not allowed to this user: set PORT to one above 1023.`;
  return null;
};

process.exit(await main());

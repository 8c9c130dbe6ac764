import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Db, type Document, MongoClient } from "mongodb";
import { freePort } from "../../src/adapters/embedded-mongo/free-port.ts";
import { resolveMongod } from "../../src/adapters/embedded-mongo/resolve-mongod.ts";
import { until } from "./until.ts";

/** A replica set of one that lets nobody in without a password. */
export type SecuredMongo = AsyncDisposable & {
  /** May do everything. */
  readonly admin: Db;
  /** A connection string for a user. */
  uriOf(user: string, password: string, databaseName: string): string;
};

const root = { user: "root", password: "root" };

export const startSecuredMongo = async (): Promise<SecuredMongo> => {
  const directory = await mkdtemp(join(tmpdir(), "ledgersync-secured-"));
  const keyFile = join(directory, "key");
  await writeFile(keyFile, "a".repeat(64), { mode: 0o600 });
  const port = await freePort();
  const stop = await startMongod(directory, ["--port", String(port), "--keyFile", keyFile, "--auth"]);
  const uriOf = (user: string, password: string, databaseName: string): string =>
    `mongodb://${user}:${password}@127.0.0.1:${port}/${databaseName}?replicaSet=secured&authSource=admin`;
  await initiate(port);
  const client = await new MongoClient(uriOf(root.user, root.password, "admin")).connect();
  return {
    admin: client.db("admin"),
    uriOf,
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const startMongod = async (directory: string, args: readonly string[]): Promise<() => Promise<void>> => {
  const host = { platform: process.platform, architecture: process.arch };
  const { path } = await resolveMongod({ environment: process.env, host, progress: () => {} });
  const common = ["--dbpath", directory, "--replSet", "secured", "--bind_ip", "127.0.0.1", "--nounixsocket"];
  const mongod = spawn(path, [...common, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(mongod, "exit");
  const listening = new Promise<void>((resolve) => {
    createInterface({ input: mongod.stdout }).on("line", (line) => {
      if (line.includes("Waiting for connections")) resolve();
    });
  });
  await Promise.race([listening, exited.then(() => Promise.reject(new Error("mongod ended")))]);
  return async () => {
    mongod.kill("SIGKILL");
    await exited;
  };
};

/** Whoever comes from the same machine may form the set and create the first user, and then nothing more. */
const initiate = async (port: number): Promise<void> => {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`);
  try {
    const admin = client.db("admin");
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
    await admin.command({ replSetInitiate: { _id: "secured", members } });
    await until("the set has a primary", async () => (await admin.command({ hello: 1 })).isWritablePrimary === true);
    await admin.command({ createUser: root.user, pwd: root.password, roles: ["root"] });
  } finally {
    await client.close();
  }
};

export const createUser = (admin: Db, name: string, roles: readonly (string | Document)[]): Promise<Document> =>
  admin.command({ createUser: name, pwd: `${name}-password`, roles });

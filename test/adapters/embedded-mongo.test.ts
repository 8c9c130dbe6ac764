import { access, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type EmbeddedMongo,
  type EmbeddedMongoOptions,
  startEmbeddedMongo,
} from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { freePort } from "../../src/adapters/embedded-mongo/free-port.ts";
import { freshDatabases } from "../support/fresh-databases.ts";

let directory: string;
let started: EmbeddedMongo[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ledgersync-data-"));
});

afterEach(async () => {
  await Promise.all(started.map((mongo) => mongo.stop()));
  started = [];
  await rm(directory, { recursive: true, force: true });
});

const start = async (options: Partial<EmbeddedMongoOptions> = {}): Promise<EmbeddedMongo> => {
  const mongo = await startEmbeddedMongo({ environment: process.env, progress: () => {}, ...options });
  started.push(mongo);
  return mongo;
};

const connect = (mongo: EmbeddedMongo): Promise<MongoClient> => new MongoClient(mongo.uri).connect();

const isAlive = (processId: number): boolean => {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
};

describe("an embedded MongoDB", () => {
  it("takes writes as soon as it is started, and leaves neither process nor data behind when stopped", async () => {
    const mongo = await start();
    await using client = await connect(mongo);
    await client.db("main").collection("payments").insertOne({ amount: 1 });
    const { parsed } = await client.db("admin").command({ getCmdLineOpts: 1 });
    expect(parsed.net.bindIp).toBe("127.0.0.1");

    await client.close();
    await mongo.stop();
    expect(mongo.processIds.map(isAlive)).toEqual([false]);
    await expect(access(parsed.storage.dbPath)).rejects.toThrow("ENOENT");
  });

  it("keeps its data, and a change stream its place, when killed and started again on other ports", async () => {
    const before = await start({ directory });
    const token = await insertAndRemember(before);
    for (const processId of before.processIds) process.kill(processId, "SIGKILL");
    await before.stop();

    const after = await start({ directory });
    expect(after.uri).not.toBe(before.uri);
    await using client = await connect(after);
    const payments = client.db("main").collection("payments");
    expect(await payments.countDocuments()).toBe(2);
    await using stream = payments.watch([], { resumeAfter: token });
    expect(await stream.next()).toMatchObject({ operationType: "insert", fullDocument: { amount: 2 } });
  });

  /** Inserts two payments and returns the resume token of the first. */
  const insertAndRemember = async (mongo: EmbeddedMongo): Promise<unknown> => {
    await using client = await connect(mongo);
    const payments = client.db("main").collection("payments");
    await using stream = payments.watch([], { maxAwaitTimeMS: 1 });
    await stream.tryNext();
    await payments.insertMany([{ amount: 1 }, { amount: 2 }]);
    const first = await stream.next();
    return first._id;
  };

  it("comes back under the same address when its port is fixed", async () => {
    const port = await freePort();
    const before = await start({ directory, port });
    await before.stop();
    const after = await start({ directory, port });
    expect(after.uri).toBe(before.uri);
    expect(after.uri).toBe(`mongodb://127.0.0.1:${port}/?replicaSet=ledgersync`);
  });

  it("waits for the mongod that a killed service left behind on the directory", async () => {
    const orphan = await start({ directory });
    const messages: string[] = [];
    const progress = (message: string): void => {
      messages.push(message);
      if (message.startsWith("waiting")) for (const processId of orphan.processIds) process.kill(processId);
    };
    const heir = await start({ directory, progress });
    expect(messages).toEqual([
      `waiting for an earlier mongod (process ${orphan.processIds[0]}) to leave ${directory}/member-0`,
    ]);
    expect(orphan.processIds.map(isAlive)).toEqual([false]);
    expect(heir.processIds.map(isAlive)).toEqual([true]);
  });

  it("forms a set of several members", async () => {
    const mongo = await start({ replicaSetMembers: 3 });
    await using client = await connect(mongo);
    const { hosts } = await client.db("admin").command({ hello: 1 });
    expect(hosts).toHaveLength(3);
    await client
      .db("main")
      .collection("payments")
      .insertOne({ amount: 1 }, { writeConcern: { w: 3 } });
  });

  it("runs as a standalone server where a test needs one", async () => {
    const mongo = await start({ replicaSetMembers: 0 });
    await using client = await connect(mongo);
    await using stream = client.db("main").watch();
    await expect(stream.next()).rejects.toThrow("only supported on replica sets");
  });
});

describe("a start that cannot succeed", () => {
  it("names the port that is taken", async () => {
    const port = await freePort();
    await using server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    await expect(start({ directory, port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 cannot be used for mongod. Free it, or choose another port.`,
    );
  });

  it("repeats what mongod complained of", async () => {
    await expect(start({ directory, mongodArguments: ["--no-such-option"] })).rejects.toThrow(
      /did not start on port \d+ with its data in .*: Error parsing command line: unrecognised option '--no-such-option'/,
    );
  });

  it("refuses the arguments that would silence mongod", async () => {
    await expect(start({ directory, mongodArguments: ["--logpath", "/dev/null"] })).rejects.toThrow(
      "mongod must not get --logpath: its output tells when it is ready",
    );
  });
});

describe("the replica set that all tests share", () => {
  it("shows a committed transaction in a change stream, whole and in order", async () => {
    await using databases = await freshDatabases();
    const rows = databases.accounting.collection("rows");
    await using stream = rows.watch([], { maxAwaitTimeMS: 1 });
    await stream.tryNext();
    await databases.client.withSession((session) =>
      session.withTransaction(async () => {
        await rows.insertOne({ amount: 1 }, { session });
        await rows.insertOne({ amount: 2 }, { session });
      }),
    );
    const changes = [await stream.next(), await stream.next()];
    expect(changes).toMatchObject([{ fullDocument: { amount: 1 } }, { fullDocument: { amount: 2 } }]);
    expect(changes[0]?.clusterTime).toEqual(changes[1]?.clusterTime);
  });

  it("gives every caller databases of its own and drops them at the end", async () => {
    const first = await freshDatabases();
    await using second = await freshDatabases();
    await first.main.collection("payments").insertOne({ amount: 1 });
    expect(await second.main.collection("payments").countDocuments()).toBe(0);
    await first.cleanUp();
    const { databases } = await second.client.db("admin").admin().listDatabases({ nameOnly: true });
    expect(databases.map(({ name }) => name)).not.toContain(first.main.databaseName);
  });

  it("lets a test make the server fail a command", async () => {
    await using databases = await freshDatabases();
    await using client = new MongoClient(databases.mainUri, { appName: databases.main.databaseName });
    await databases.client.db("admin").command({
      configureFailPoint: "failCommand",
      mode: { times: 1 },
      data: { failCommands: ["ping"], errorCode: 11_601, appName: databases.main.databaseName },
    });
    await expect(client.db().command({ ping: 1 })).rejects.toMatchObject({ code: 11_601 });
    await expect(client.db().command({ ping: 1 })).resolves.toMatchObject({ ok: 1 });
  });
});

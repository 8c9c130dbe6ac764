import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { freshDatabases } from "../support/fresh-databases.ts";
import { startOldServer } from "../support/old-server.ts";
import { startProgram } from "../support/program.ts";

/** Runs the program to its end: exit code and standard error. */
const refusalOf = async (environment: Readonly<Record<string, string>>): Promise<readonly [number | null, string]> => {
  await using program = startProgram(environment);
  const code = await program.exited;
  return [code, program.complaint().trim()];
};

describe("a start with bad values in the environment", () => {
  it("ends with 2 and one list of every bad variable, without any value", async () => {
    const [code, complaint] = await refusalOf({
      MONGODB_URI: "mongodb//root:topsecret@db/main",
      PORT: "eighty",
      HOST: "0.0.0.0",
      SYNC_ENABLED: "yes",
      POSTING_POLICY: "both",
    });
    expect(code).toBe(2);
    expect(complaint.split("\n").map((line) => line.trim().split(/\s+/)[0])).toEqual([
      "ledgersync",
      "MONGODB_URI",
      "HOST",
      "SYNC_ENABLED",
      "PORT",
      "POSTING_POLICY",
    ]);
    expect(complaint).toContain("PORT            must be a whole number from 0 to 65535");
    expect(complaint).not.toMatch(/topsecret|eighty|0\.0\.0\.0|both\b/);
  });

  it("ends with 2 when the ledger would be written into the main database", async () => {
    const uri = "mongodb://db.example/main";
    const [code, complaint] = await refusalOf({ MONGODB_URI: uri, ACCOUNTING_DB_URI: `${uri}?retryWrites=true` });
    expect(code).toBe(2);
    expect(complaint).toContain("ACCOUNTING_DB_URI  names the database of MONGODB_URI");
  });
});

describe("a start on a port that is taken", () => {
  it("ends with 1 and names the port, before any database is touched", async () => {
    await using databases = await freshDatabases();
    await using server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" ? String(address?.port) : "";
    const uris = { MONGODB_URI: databases.mainUri, ACCOUNTING_DB_URI: databases.accountingUri };

    const [code, complaint] = await refusalOf({ ...uris, PORT: port });
    expect([code, complaint]).toEqual([
      1,
      `ledgersync cannot start. Port ${port} is taken by another program: end that one, or set PORT to a free port.`,
    ]);
    expect(await databases.accounting.listCollections().toArray()).toEqual([]);
  });
});

describe("a start on databases that cannot be worked with", () => {
  let standalone: EmbeddedMongo;

  beforeAll(async () => {
    standalone = await startEmbeddedMongo({ environment: process.env, progress: () => {}, replicaSetMembers: 0 });
  });

  afterAll(() => standalone.stop());

  it("refuses a standalone server for both databases, and says what to do", async () => {
    const [code, complaint] = await refusalOf({ MONGODB_URI: standalone.uri });
    expect(code).toBe(1);
    expect(complaint).toMatch(/^ledgersync cannot start\. The server of ACCOUNTING_DB_URI is a standalone mongod\./);
    expect(complaint).toContain("--replSet");
  });

  it("refuses a standalone server as accounting database", async () => {
    const [code, complaint] = await refusalOf({
      MONGODB_URI: inject("mongoUri"),
      ACCOUNTING_DB_URI: standalone.uri,
    });
    expect(code).toBe(1);
    expect(complaint).toContain("The server of ACCOUNTING_DB_URI is a standalone mongod");
  });

  it.each([
    { version: "4.4.29", maxWireVersion: 9 },
    { version: "3.6.23", maxWireVersion: 6 },
  ])("refuses MongoDB $version by its name", async ({ version, maxWireVersion }) => {
    await using server = await startOldServer(version, maxWireVersion);
    const [code, complaint] = await refusalOf({ MONGODB_URI: server.uri });
    expect(code).toBe(1);
    expect(complaint).toContain("MONGODB_URI");
    expect(complaint).toContain("5.0 or newer");
  });

  it("refuses an accounting database with books of somebody else, and leaves them alone", async () => {
    await using databases = await freshDatabases();
    await databases.accounting.collection("accounts").insertOne({ name: "petty cash" });
    const [code, complaint] = await refusalOf({
      MONGODB_URI: databases.mainUri,
      ACCOUNTING_DB_URI: databases.accountingUri,
    });
    expect(code).toBe(1);
    expect(complaint).toContain(`“${databases.accounting.databaseName}” already holds a collection “accounts”`);
    expect(complaint).toContain("Point ACCOUNTING_DB_URI at another database");
    expect((await databases.accounting.listCollections().toArray()).map(({ name }) => name)).toEqual(["accounts"]);
  });

  it("refuses the main database as accounting database also under another name of its server", async () => {
    await using databases = await freshDatabases();
    const otherName = databases.mainUri.replace("127.0.0.1", "127.1").replace(/\?.*/, "?directConnection=true");
    const [code, complaint] = await refusalOf({ MONGODB_URI: databases.mainUri, ACCOUNTING_DB_URI: otherName });
    expect(code).toBe(1);
    expect(complaint).toContain("name the same database");
  });

  it.each([
    ["a port that cannot be", "mongodb://127.0.0.1:99999/main"],
    ["an option that does not exist", "mongodb://127.0.0.1:27017/main?replicatSet=rs0"],
  ])("refuses a connection string with %s", async (_, uri) => {
    const [code, complaint] = await refusalOf({ MONGODB_URI: uri });
    expect(code).toBe(1);
    expect(complaint).toMatch(/^ledgersync cannot start\. .*MONGODB_URI/);
  });
});

it("ends with 1 and a list of what would help when no mongod can be had for embedded mode", async () => {
  const directory = await mkdtemp(join(tmpdir(), "ledgersync-start-"));
  await using program = startProgram({ MONGOMS_SYSTEM_BINARY: join(directory, "mongod") }, { directory });
  expect(await program.exited).toBe(1);
  expect(program.complaint()).toMatch(
    /^ledgersync cannot start\. The embedded database did not start\..*MONGOMS_SYSTEM_BINARY/,
  );
  await rm(directory, { recursive: true });
});

import { expect, it } from "vitest";
import { startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { freePort } from "../../src/adapters/embedded-mongo/free-port.ts";
import { isAlive, startProgram, urlOf } from "../support/program.ts";
import { untilLive } from "../support/program-api.ts";

const statusAt = async (address: string): Promise<number> => (await fetch(address)).status;

it("waits for a database that does not answer, says so without the password, and serves meanwhile", async () => {
  const port = await freePort();
  await using program = startProgram({
    MONGODB_URI: `mongodb://ledger:s3cret@127.0.0.1:${port}/property-management?authMechanism=DEFAULT`,
    ACCOUNTING_DB_URI: `mongodb://127.0.0.1:${port}/accounting`,
  });
  const url = await urlOf(program);
  expect(await statusAt(`${url}/livez`)).toBe(200);
  expect(await statusAt(`${url}/readyz`)).toBe(503);
  const line = await program.logged("waiting for a database");
  expect(line.reason).toContain("The main database (MONGODB_URI) does not answer");
  expect(program.output() + program.complaint()).not.toContain("s3cret");
  expect(isAlive(program.processId)).toBe(true);
});

it("goes on by itself when the database has come", async () => {
  const port = await freePort();
  await using program = startProgram({ MONGODB_URI: `mongodb://127.0.0.1:${port}/property-management` });
  const url = await urlOf(program);
  await program.logged("waiting for a database");
  const mongo = await startEmbeddedMongo({ environment: process.env, progress: () => {}, port });
  try {
    await untilLive(url);
    expect(await statusAt(`${url}/readyz`)).toBe(200);
    program.signal("SIGTERM");
    expect(await program.exited).toBe(0);
    expect(program.log.filter(({ msg }) => msg === "waiting for a database").length).toBeLessThan(4);
  } finally {
    await mongo.stop();
  }
});

import { expect, it } from "vitest";
import { createMongoOplog } from "../../../src/adapters/mongo-source/mongo-oplog.ts";
import { secondsOf } from "../../../src/domain/cluster-time.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";

const { signal } = new AbortController();

it("tells from when to when the oplog of a real replica set reaches", async () => {
  await using databases = await freshDatabases();
  const before = Math.floor(Date.now() / 1_000);
  await databases.main.collection("anything").insertOne({}, { writeConcern: { w: "majority" } });
  const window = await createMongoOplog(databases.client).window(signal);
  if (window === null) throw new Error("the oplog can be read here");
  expect(window.oldest).toBeLessThan(window.newest);
  expect(secondsOf(window.newest)).toBeGreaterThanOrEqual(before);
});

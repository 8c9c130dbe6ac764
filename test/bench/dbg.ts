import { setTimeout as delay } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { takeUpserts } from "./baselines/upserts.ts";
import { launchService } from "./processes/service.ts";
import { fullSizes, quickSizes } from "./sizes.ts";
import { createWorld } from "./world.ts";

await using opened = new AsyncDisposableStack();
const mongo = await startEmbeddedMongo({ environment: process.env, progress: console.log });
opened.defer(() => mongo.stop());
const client = await new MongoClient(mongo.uri).connect();
opened.defer(() => client.close());
const bench = { client, uri: mongo.uri, sizes: fullSizes, profileDirectory: null, say: console.log };
await takeUpserts({ ...bench, sizes: quickSizes }, { withIndexes: true });
await using world = await createWorld(bench, "dbg", 10);
await using service = await launchService(bench, world, "x");
await service.call("start", undefined);
for (let i = 0; i < 5; i++) {
  await delay(1000);
  console.log(await service.call("status", undefined));
}

import { afterAll, beforeAll } from "vitest";
import { describeChangeFeedContract } from "../../contracts/change-feed.contract.ts";
import { describeSourceReaderContract } from "../../contracts/source-reader.contract.ts";
import { type StandaloneMongo, startStandaloneMongo } from "../../support/standalone-mongo.ts";
import { createPollingHarness, standaloneLacks } from "./polling-source-harness.ts";

let mongo: StandaloneMongo;

beforeAll(async () => {
  mongo = await startStandaloneMongo();
});
afterAll(() => mongo.stop());

describeSourceReaderContract("on a standalone server", () => createPollingHarness(mongo), standaloneLacks);
describeChangeFeedContract("on a standalone server", () => createPollingHarness(mongo), standaloneLacks);

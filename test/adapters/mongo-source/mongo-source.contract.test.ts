import { describeChangeFeedContract } from "../../contracts/change-feed.contract.ts";
import { describeSourceReaderContract } from "../../contracts/source-reader.contract.ts";
import { createMongoSourceHarness } from "./mongo-source-harness.ts";

describeSourceReaderContract("on a replica set", createMongoSourceHarness);
describeChangeFeedContract("on a replica set", createMongoSourceHarness);

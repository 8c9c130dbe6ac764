import { describeChangeFeedContract } from "../../contracts/change-feed.contract.ts";
import { describeSourceReaderContract } from "../../contracts/source-reader.contract.ts";
import { createMemorySourceHarness } from "./memory-source-harness.ts";

describeSourceReaderContract("in memory", () => createMemorySourceHarness());
describeChangeFeedContract("in memory", () => createMemorySourceHarness());
describeChangeFeedContract("in memory, one change at a time", () => createMemorySourceHarness(1));

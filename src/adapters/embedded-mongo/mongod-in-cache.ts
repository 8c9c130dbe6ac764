import { cachedMongodPath } from "./cache-directory.ts";
import { inspectMongod } from "./inspect-mongod.ts";
import type { MongodWay } from "./mongod-search.ts";

export const mongodInCache: MongodWay = {
  name: "own cache",
  find: (search) => inspectMongod(cachedMongodPath(search.environment), search),
};

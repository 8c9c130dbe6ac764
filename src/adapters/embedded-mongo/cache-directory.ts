import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "./mongod-search.ts";
import { mongodWheel } from "./mongod-wheel.ts";

/** `$XDG_CACHE_HOME/ledgersync`, by default `~/.cache/ledgersync`. Safe to delete: all of it can be fetched again. */
export const cacheDirectory = (environment: Environment): string =>
  join(environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), ".cache"), "ledgersync");

/** Where the pinned binary lies, complete or not at all. */
export const cachedMongodPath = (environment: Environment): string =>
  join(cacheDirectory(environment), "mongod", mongodWheel.mongodVersion, "mongod");

/** Apart from the above: mongodb-memory-server deletes binaries in its folder that it has not put there itself. */
export const downloadDirectory = (environment: Environment): string => join(cacheDirectory(environment), "downloads");

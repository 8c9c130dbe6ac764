import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { storeExampleSource } from "../support/contract/example-source.ts";
import { freshDatabases } from "../support/fresh-databases.ts";
import { startProgram, urlOf } from "../support/program.ts";
import { untilLive } from "../support/program-api.ts";
import { installedSchemathesis } from "../support/schemathesis/install.ts";

const contract = new URL("../../openapi.yaml", import.meta.url).pathname;
const configuration = new URL("../support/schemathesis/schemathesis.toml", import.meta.url).pathname;

/** What an answer must not do. That a rule of the ledger refuses what a schema cannot forbid is no fault. */
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "negative_data_rejection",
  "missing_required_header",
  "unsupported_method",
  "allow_header_conformance",
];

/** Alone on a machine it takes half a minute; more than this is a service that hangs. Unit: ms. */
const budgetMs = 240_000;

let installed: string;
beforeAll(async () => {
  installed = await installedSchemathesis();
}, 300_000);

it(
  "survives what schemathesis makes of the contract: no server error, nothing undocumented, no other shape",
  async () => {
    await using databases = await freshDatabases();
    await storeExampleSource(databases.main);
    await using program = startProgram({
      MONGODB_URI: databases.mainUri,
      ACCOUNTING_DB_URI: databases.accountingUri,
      LOG_LEVEL: "info",
    });
    const url = await urlOf(program);
    await untilLive(url);

    const { code, output } = await schemathesis(url);

    expect(code, output).toBe(0);
    expect(program.log.filter(({ level }) => level >= 50)).toEqual([]);
  },
  budgetMs + 60_000,
);

const schemathesis = async (url: string): Promise<{ readonly code: number | null; readonly output: string }> => {
  const phases = ["--phases", "examples,coverage,fuzzing"];
  const program = ["-m", "schemathesis.cli", "--config-file", configuration];
  const args = [...program, "run", contract, "--url", url, ...phases, "--checks", checks.join(",")];
  // It never ends, which is its purpose.
  args.push("--exclude-path", "/api/sync/events");
  const { PATH, HOME } = process.env;
  const directory = await mkdtemp(join(tmpdir(), "ledgersync-schemathesis-"));
  const child = spawn("python3", args, {
    // What it remembers of a run is not wanted by the next.
    cwd: directory,
    env: { PATH, HOME, PYTHONPATH: installed, PYTHONDONTWRITEBYTECODE: "1" },
    timeout: budgetMs,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => {
      output += text.toString();
    });
  const [code]: readonly (number | null)[] = await once(child, "close");
  await rm(directory, { recursive: true, force: true });
  return { code: code ?? null, output };
};

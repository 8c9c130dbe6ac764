import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ObjectId } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { host, hostMistakes, loadedComponent } from "../support/host-application.ts";
import { type InstalledPackage, installPackage } from "../support/installed-package.ts";
import { type Program, startProgram, urlOf } from "../support/program.ts";
import { statusOf, untilLive } from "../support/program-api.ts";
import { environmentOf } from "../support/running-service.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const house = propertyOf({ _id: new ObjectId("65920080b000000000000001"), name: "Acacia Court" });

const project = new URL("../..", import.meta.url).pathname;

/** The documented example, for the service at `url`. */
const exampleFor = async (url: string, token: string): Promise<string> => {
  const readme = await readFile(join(project, "README.md"), "utf8");
  const example = /```ts\n(import \{ createLedgersyncClient[\s\S]*?)```/.exec(readme)?.[1] ?? "";
  return example.replace("http://127.0.0.1:3000", url).replace("ledgersync_…", token);
};

const newToken = async (file: string): Promise<string> => {
  const words = ["create", "--name", "ann", "--role", "viewer", "--file", file];
  const { stdout } = await promisify(execFile)(process.execPath, [join(project, "src/cli/tokens.ts"), ...words]);
  return stdout.split("\n")[0] ?? "";
};

describe("the package, installed into an empty project", () => {
  let installed: InstalledPackage;
  let databases: FreshDatabases;
  let service: Program;
  let url: string;
  let token: string;

  beforeAll(async () => {
    installed = await installPackage();
    databases = await freshDatabases();
    await databases.main.collection("properties").insertOne(house);
    await databases.main.collection("payments").insertOne(paymentOf(house._id, { amount: 1_200 }));
    const tokens = join(installed.directory, "tokens.json");
    token = await newToken(tokens);
    service = startProgram(environmentOf(databases, { API_TOKENS_FILE: tokens, LOG_LEVEL: "info" }));
    url = await urlOf(service);
    await untilLive(url, token);
    await until("the ledger is whole", async () => (await statusOf(url, token)).realTime.lagMs !== null);
    await installed.write("example.ts", await exampleFor(url, token));
    await installed.write("refusal.ts", client(url, token) + refusal);
    await installed.write("mistakes.ts", client(url, token) + mistakes.join(""));
    await installed.write("host.tsx", host);
    await installed.write("host-mistakes.tsx", hostMistakes);
    await installed.write("loaded.mjs", loadedComponent);
  }, 300_000);

  afterAll(async () => {
    await service?.[Symbol.asyncDispose]();
    await databases?.cleanUp();
    await installed?.[Symbol.asyncDispose]();
  });

  it("has the client, the dashboard, their types and the contract, and nothing of the server", () => {
    const others = installed.files.filter(
      (path) =>
        !/^(?:package\.json|README\.md|openapi\.yaml)$|\.d\.ts$|^dist\/package\/(?:trpc\/client|dashboard\/component)\/[\w-]+\.js$/.test(
          path,
        ),
    );

    expect(others).toEqual([]);
  });

  it("runs the documented example, of ten lines", async () => {
    expect((await exampleFor(url, token)).trim().split("\n").length).toBeLessThanOrEqual(10);
    await using example = installed.start("example.ts");
    await until("the example follows the events", () => example.output().includes("resync"));
    await databases.main.collection("payments").insertOne(paymentOf(house._id));
    await until("the example is told of the payment", () => example.output().includes("commit"));

    expect(example.output()).toMatch(/^live, \d+ ms behind\nAcacia Court 1200 USD\n\d+ resync\n\d+ commit\n/);
  });

  it("accepts by its types what is right, of client and dashboard, and nothing else", async () => {
    expect(await installed.typeFaults()).toEqual([]);
  }, 300_000);

  it("has a dashboard that works with the application's own React and MUI, and packs no second one", async () => {
    expect(await installed.run("loaded.mjs")).toBe("true function\n");
    const packed = await Promise.all(installed.files.filter(isComponent).map(installed.read));
    expect(packed.some((text) => text.includes("Symbol.for(`react.transitional.element`)"))).toBe(false);
    expect(packed.filter((text) => /from\s*"@mui\/material"/.test(text)).length).toBeGreaterThan(1);
  }, 120_000);

  it("gives a refusal its problem, typed", async () => {
    expect(await installed.run("refusal.ts")).toBe("forbidden 403\n");
  });
});

const isComponent = (path: string): boolean => /^dist\/package\/dashboard\/component\/.*\.js$/.test(path);

const client = (url: string, token: string): string => `
import { isTRPCClientError } from "@trpc/client";
import { createLedgersyncClient, type AppRouter } from "ledgersync/client";
const client = createLedgersyncClient({ url: "${url}", token: () => Promise.resolve("${token}") });
`;

const refusal = `
try {
  await client.startRealTime.mutate();
} catch (error) {
  if (!isTRPCClientError<AppRouter>(error)) throw error;
  // @ts-expect-error: no code of the service
  if (error.data?.problem.code === "any") throw error;
  console.log(error.data?.problem.code, error.data?.problem.status);
}
`;

const mistakes = [
  ["a procedure that is none", "await client.states.query();"],
  ["a query that is asked as a mutation", "await client.status.mutate();"],
  ["an input without what is required", "await client.account.query({});"],
  ["a word that is not in the list", 'await client.runs.query({ kind: "any" });'],
  ["a field of an answer that is none", "(await client.status.query()).lag;"],
].map(([what, line]) => `// @ts-expect-error: ${what}\n${line}\n`);

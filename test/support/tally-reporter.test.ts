import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const reporter = new URL("./tally-reporter.ts", import.meta.url).pathname;
const vitest = new URL("../../node_modules/vitest/vitest.mjs", import.meta.url).pathname;

let project: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "ledgersync-tally-"));
  await writeFile(
    join(project, "vitest.config.mjs"),
    `import { createTallyReporter } from ${JSON.stringify(reporter)};
     export default { test: { globals: true, include: ["*.test.js"], reporters: ["default", createTallyReporter()] } };`,
  );
});

afterEach(() => rm(project, { recursive: true, force: true }));

/** Runs vitest on the files given and returns its exit code and the last line that it wrote. */
const run = async (files: Readonly<Record<string, string>>): Promise<readonly [number | null, string | undefined]> => {
  for (const [name, content] of Object.entries(files)) await writeFile(join(project, name), content);
  const { status, stdout } = spawnSync(process.execPath, [vitest, "run", "--root", project], { encoding: "utf8" });
  return [status, stdout.trimEnd().split("\n").at(-1)];
};

it("ends a green run with the number of tests passed, skipped ones left out", async () => {
  const good = "it('a', () => {}); describe('b', () => { it('c', () => {}); it.skip('d', () => {}); });";
  expect(await run({ "good.test.js": good })).toEqual([0, "2 passed, 0 failed"]);
});

it("counts a failed test, a file that does not load and a hook that throws as one failure each", async () => {
  const files = {
    "good.test.js": "it('a', () => {});",
    "bad.test.js": "it('a', () => { throw new Error('bad'); });",
    "unloadable.test.js": "import './missing.js';",
    "hook.test.js": "describe('a', () => { beforeAll(() => { throw new Error('bad'); }); it('b', () => {}); });",
  };
  expect(await run(files)).toEqual([1, "1 passed, 3 failed"]);
});

it("never calls a run without any test a success", async () => {
  expect(await run({})).toEqual([1, "0 passed, 1 failed"]);
});

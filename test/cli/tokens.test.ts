import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseTokenFile } from "../../src/contract/token-file.ts";

const run = promisify(execFile);
const program = new URL("../../src/cli/tokens.ts", import.meta.url).pathname;

let directory: string;
let path: string;

const tokens = (...words: string[]): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, [program, ...words], { env: { API_TOKENS_FILE: path } });
const refused = (...words: string[]): Promise<{ code: number; stderr: string }> =>
  tokens(...words).then(
    () => expect.unreachable("it was not refused"),
    (error) => error,
  );
const stored = async () => parseTokenFile(await readFile(path, "utf8"));

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ledgersync-tokens-"));
  path = join(directory, "tokens.json");
});
afterEach(() => rm(directory, { recursive: true }));

describe("npm run tokens", () => {
  it("makes a token, shows it once and keeps its hash alone, for its owner's eyes", async () => {
    const { stdout } = await tokens("create", "--name", "ann", "--role", "viewer", "--company", "~sacme");
    const [token = ""] = stdout.split("\n");
    const [record] = await stored();

    expect(token).toMatch(/^ledgersync_[\w-]{43}$/);
    expect(await readFile(path, "utf8")).not.toContain(token);
    expect(record).toMatchObject({ name: "ann", roles: ["viewer"], companyId: "~sacme", expiresAt: null });
    expect(record?.sha256).toBe(createHash("sha256").update(token).digest("hex"));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("revokes every token of a name, and lists what there is", async () => {
    await tokens("create", "--name", "ann", "--role", "viewer");
    await tokens("create", "--name", "bob", "--role", "operator", "--role", "accountant", "--days", "30");
    await tokens("revoke", "--name", "ann");
    const [ann, bob] = await stored();
    const { stdout } = await tokens("list");

    expect(ann?.revokedAt).not.toBeNull();
    expect(bob?.revokedAt).toBeNull();
    expect(stdout).toMatch(
      /^ann {2}viewer {2}every company {2}revoked .*\nbob {2}operator\+accountant {2}every company {2}until /,
    );
  });

  it("refuses what it does not understand, and writes nothing", async () => {
    for (const words of [
      ["create", "--name", "ann", "--role", "root"],
      ["create", "--name", "ann"],
      ["create", "--role", "viewer"],
      ["create", "--name", "ann", "--role", "viewer", "--days", "soon"],
      ["revoke", "--name", "nobody"],
      ["bless"],
      [],
    ]) {
      const { code, stderr } = await refused(...words);
      expect(code).toBe(2);
      expect(stderr).not.toBe("");
    }
    await expect(stat(path)).rejects.toThrow();
  });
});

import { createHash } from "node:crypto";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApiTokens } from "../../src/adapters/api-tokens/api-tokens.ts";
import type { Clock } from "../../src/application/ports/clock.ts";
import type { Log } from "../../src/application/ports/log.ts";
import { parseTokenFile } from "../../src/contract/token-file.ts";
import { silentLog } from "../support/silent-log.ts";

let directory: string;
let path: string;
let now: number;
let logged: unknown[];

const clock: Clock = { now: () => now, monotonic: () => now, sleep: () => Promise.resolve() };
const log: Log = { ...silentLog, error: (_, error) => void logged.push(error) };

const sha256 = (token: string): string => createHash("sha256").update(token).digest("hex");
const record = (token: string, more: object = {}) => ({
  name: "ann",
  roles: ["viewer"],
  companyId: null,
  sha256: sha256(token),
  createdAt: "2024-01-01T00:00:00Z",
  expiresAt: null,
  revokedAt: null,
  ...more,
});

let writes = 0;
const write = async (text: string): Promise<void> => {
  await writeFile(path, text);
  // Two writes within one tick of the file system's clock would look like one.
  writes += 1;
  await utimes(path, writes, writes);
};
const store = (...tokens: object[]): Promise<void> => write(JSON.stringify({ tokens }));
const open = () => createApiTokens({ path, parse: parseTokenFile, clock, log });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ledgersync-tokens-"));
  path = join(directory, "tokens.json");
  now = Date.parse("2024-06-01T00:00:00Z");
  logged = [];
});
afterEach(() => rm(directory, { recursive: true }));

describe("a tokens file", () => {
  it("knows a caller by the token and by nothing else", async () => {
    await store(record("secret", { roles: ["operator", "accountant"], companyId: "~sacme" }), record("other"));
    const tokens = await open();

    expect(await tokens.authenticate("secret")).toEqual({
      actor: "ann",
      roles: ["operator", "accountant"],
      companyId: "~sacme",
    });
    expect(await tokens.authenticate("Secret")).toBeNull();
    expect(await tokens.authenticate("")).toBeNull();
    expect(await tokens.authenticate(sha256("secret"))).toBeNull();
  });

  it("knows no token that is expired or revoked", async () => {
    await store(
      record("expired", { expiresAt: "2024-05-31T23:59:59Z" }),
      record("revoked", { revokedAt: "2024-05-01T00:00:00Z" }),
      record("lasting", { expiresAt: "2024-06-01T00:00:01Z" }),
    );
    const tokens = await open();

    expect(await tokens.authenticate("expired")).toBeNull();
    expect(await tokens.authenticate("revoked")).toBeNull();
    expect(await tokens.authenticate("lasting")).not.toBeNull();
    now += 1_000;
    expect(await tokens.authenticate("lasting")).toBeNull();
  });

  it("is read again within a second of being changed", async () => {
    await store(record("old"));
    const tokens = await open();
    await store(record("new"));

    expect(await tokens.authenticate("old")).not.toBeNull();
    now += 1_000;
    expect(await tokens.authenticate("old")).toBeNull();
    expect(await tokens.authenticate("new")).not.toBeNull();
  });

  it("locks nobody out while it is being written, and says that it cannot be read", async () => {
    await store(record("secret"));
    const tokens = await open();
    await write('{"tokens": [');
    now += 1_000;

    expect(await tokens.authenticate("secret")).not.toBeNull();
    expect(logged).toMatchObject([{ code: "access_configuration" }]);
  });

  it.for([
    ["no JSON", "tokens: none"],
    ["a role that does not exist", JSON.stringify({ tokens: [record("a", { roles: ["root"] })] })],
    ["a token in clear", JSON.stringify({ tokens: [record("a", { token: "a" })] })],
    ["no list", "{}"],
  ])("is refused with %s in it", async ([, text]) => {
    await write(text ?? "");

    await expect(open()).rejects.toMatchObject({ code: "access_configuration" });
  });

  it("is refused when it is not there", async () => {
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining("no such file") });
  });
});

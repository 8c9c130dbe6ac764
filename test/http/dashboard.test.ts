import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDashboardFiles } from "../../src/adapters/dashboard-files/dashboard-files.ts";
import { credentials, httpClient } from "../support/http-client.ts";

const script = "console.info('dashboard');";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dashboard-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>ledgersync</title>");
  await writeFile(join(folder, "docs.html"), "<!doctype html><title>ledgersync: API</title>");
  await writeFile(join(folder, "assets/main-1a2b.js"), script);
  await writeFile(join(folder, "assets/main-1a2b.js.gz"), gzipSync(script));
  await writeFile(join(folder, "secret.txt"), "not for everybody");
});
afterAll(() => rm(folder, { recursive: true }));

const client = () => httpClient({}, { dashboard: createDashboardFiles(folder) });
const gzip = { "Accept-Encoding": "gzip, br" };

describe("the built dashboard", () => {
  it("is served at / and looked at anew each time", async () => {
    const { status, headers, text } = await client().get("/");

    expect([status, text]).toEqual([200, "<!doctype html><title>ledgersync</title>"]);
    expect(headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    expect(headers.get("Cache-Control")).toBe("no-cache");
    const again = await client().get("/", { "If-None-Match": headers.get("ETag") ?? "" });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it("has assets that are kept for ever, since their names change with them", async () => {
    const { status, headers, text } = await client().get("/assets/main-1a2b.js");

    expect([status, text]).toEqual([200, script]);
    expect(headers.get("Content-Type")).toBe("text/javascript; charset=utf-8");
    expect(headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
  });

  it("is sent compressed to whoever takes that, under a tag of its own", async () => {
    const plain = await client().get("/assets/main-1a2b.js");
    const response = await client().app.request("/assets/main-1a2b.js", { headers: gzip });

    expect(response.headers.get("Content-Encoding")).toBe("gzip");
    expect(response.headers.get("Vary")).toBe("Accept-Encoding");
    expect(gunzipSync(await response.arrayBuffer()).toString()).toBe(script);
    expect(response.headers.get("ETag")).not.toBe(plain.headers.get("ETag"));
  });

  it("may run and ask nothing but this service", async () => {
    for (const path of ["/", "/assets/main-1a2b.js"]) {
      const policy = (await client().get(path)).headers.get("Content-Security-Policy") ?? "";

      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).not.toContain("unsafe");
    }
  });

  it("has the API reference beside it, which alone may write styles of its own", async () => {
    const { status, headers, text } = await client().get("/docs");
    const policy = headers.get("Content-Security-Policy") ?? "";

    expect([status, text]).toEqual([200, "<!doctype html><title>ledgersync: API</title>"]);
    expect([headers.get("Content-Type"), headers.get("Cache-Control")]).toEqual([
      "text/html; charset=utf-8",
      "no-cache",
    ]);
    expect((await client().get("/docs", { "If-None-Match": headers.get("ETag") ?? "" })).status).toBe(304);
    expect(policy.split("; ").filter((rule) => rule.includes("unsafe"))).toEqual(["style-src 'self' 'unsafe-inline'"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
  });

  it("leaves what the API answers as it was: never kept, no policy that runs anything", async () => {
    const { headers } = await client().get("/api/sync/status");

    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("Content-Security-Policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  it.for(["/assets/..%2Fsecret.txt", "/assets/secret.txt", "/secret.txt", "/assets/other.js"])(
    "has nothing at %s",
    async (path) => {
      const { status, body } = await client().get(path);

      expect([status, body.code]).toEqual([404, "unknown_path"]);
    },
  );

  it("tells nothing of the ledger, so that it needs no token", async () => {
    const access = { ...credentials };
    const open = httpClient({}, { access, dashboard: createDashboardFiles(folder) });

    expect((await open.get("/")).status).toBe(200);
    expect((await open.get("/docs")).status).toBe(200);
    expect((await open.get("/assets/main-1a2b.js")).status).toBe(200);
    expect((await open.get("/api/sync/status")).status).toBe(401);
  });
});

describe("a dashboard that was not built", () => {
  it.for([
    ["/", "The dashboard is not built"],
    ["/docs", "The API reference is not built"],
  ] as const)("says so at %s, and how to build it", async ([path, reason]) => {
    const { status, text } = await httpClient({}, { dashboard: createDashboardFiles(join(folder, "nowhere")) }).get(
      path,
    );

    expect(status).toBe(503);
    expect(text).toContain(reason);
    expect(text).toContain("npm run build");
  });
});

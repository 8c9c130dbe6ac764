import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { builtDashboard } from "../support/dashboard/built-dashboard.ts";

/** Compressed, before the first page can be seen. Unit: bytes. */
const firstLoadMax = 350 * 1024;

it("is loaded with less than 350 kB", async () => {
  const folder = await builtDashboard();
  const seen = new Map<string, number>();
  const load = async (name: string): Promise<void> => {
    if (seen.has(name)) return;
    const text = await readFile(join(folder, name), "utf8");
    seen.set(name, gzipSync(text).length);
    for (const [, next] of text.matchAll(name === "index.html" ? linked : importedAtOnce)) await load(`assets/${next}`);
  };
  await load("index.html");
  // The page that is shown first is fetched by name.
  const main = await readFile(join(folder, [...seen.keys()].find((name) => name.includes("index-")) ?? ""), "utf8");
  for (const [, next] of main.matchAll(/["'`]\.\/(overview-page-[\w-]+\.js)/g)) await load(`assets/${next}`);

  expect([...seen.keys()].some((name) => name.includes("overview-page-"))).toBe(true);
  expect([...seen.values()].reduce((sum, size) => sum + size, 0)).toBeLessThan(firstLoadMax);
});

const linked = /(?:src|href)="\.\/assets\/([^"]+)"/g;
const importedAtOnce = /from\s*["'`]\.\/([\w.-]+\.js)["'`]/g;

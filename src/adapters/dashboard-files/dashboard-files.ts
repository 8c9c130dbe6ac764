import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

/** One file of the built dashboard, as it is answered. */
export type DashboardFile = {
  readonly body: Uint8Array<ArrayBuffer>;
  /** The same, compressed; null where that would gain nothing. */
  readonly gzip: Uint8Array<ArrayBuffer> | null;
  readonly mediaType: string;
  /** Strong: of the uncompressed content. */
  readonly etag: string;
};

/** By its path below the folder: `index.html`, `assets/main-3f2a.js`. Null = there is no such file. */
export type DashboardFiles = (path: string) => DashboardFile | null;

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** Serves what was built into `folder`; each file is read when it is first asked for. Null = nothing was built there. */
export const createDashboardFiles = (folder: string): DashboardFiles | null => {
  if (!existsSync(join(folder, "index.html"))) return null;
  // Only what is listed here can be asked for: no path leads out of the folder.
  const known = new Set(namesIn(folder));
  const read = new Map<string, DashboardFile>();
  return (path) => {
    if (!known.has(path)) return null;
    const file = read.get(path) ?? fileAt(folder, path, known.has(`${path}.gz`));
    read.set(path, file);
    return file;
  };
};

const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));

const fileAt = (folder: string, path: string, hasGzip: boolean): DashboardFile => {
  const body = new Uint8Array(readFileSync(join(folder, path)));
  return {
    body,
    gzip: hasGzip ? new Uint8Array(readFileSync(join(folder, `${path}.gz`))) : null,
    mediaType: mediaTypes[extname(path)] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(body).digest("hex").slice(0, 32)}"`,
  };
};

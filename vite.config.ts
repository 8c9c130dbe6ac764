import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// Whatever the environment says: emotion keeps to the content security policy in production alone.
process.env.NODE_ENV = "production";

/** Below this a compressed copy is not worth a second file. Unit: bytes. */
const gzipBytesMin = 1_024;

/** Puts `name.gz` beside each file, so that the service never compresses while it answers. */
const compressedCopies = (): Plugin => ({
  name: "compressed-copies",
  apply: "build",
  // Not sooner: Vite itself still changes what the bundle holds until it is written.
  writeBundle: {
    order: "post",
    sequential: true,
    handler: ({ dir = "" }) => {
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const file = join(entry.parentPath, entry.name);
        const content = readFileSync(file);
        if (content.length >= gzipBytesMin) writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  },
});

/** Builds the dashboard into what the service serves at `/`: everything in hashed files of its own, nothing from elsewhere. */
export default defineConfig({
  root: "src/dashboard",
  base: "./",
  plugins: [react(), compressedCopies()],
  build: {
    outDir: "../../dist/dashboard",
    emptyOutDir: true,
    target: "es2023",
    // Inlined, they would be a source that the content security policy has to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});

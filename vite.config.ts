import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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

/** What a page `docs.html` shows the contract with: as it is published, for it is not made to be bundled with anything. */
const apiReferenceProgram = "node_modules/@scalar/api-reference/dist/browser/standalone.js";

/** Puts the page and its program beside the dashboard, under the same rules: a name that changes with the content. */
const apiReference = (): Plugin => {
  let page = "";
  return {
    name: "api-reference",
    apply: "build",
    configResolved: ({ root }) => {
      page = join(root, "docs.html");
    },
    generateBundle() {
      if (!existsSync(page)) return;
      const source = readFileSync(join(import.meta.dirname, apiReferenceProgram));
      const program = this.emitFile({ type: "asset", name: "api-reference.js", source });
      const text = readFileSync(page, "utf8").replace("./api-reference.js", `./${this.getFileName(program)}`);
      this.emitFile({ type: "asset", fileName: "docs.html", source: text });
    },
  };
};

/** Builds the dashboard and the API reference into what the service serves at `/` and `/docs`: everything in hashed files of its own, nothing from elsewhere. */
export default defineConfig({
  root: "src/dashboard",
  base: "./",
  plugins: [react(), apiReference(), compressedCopies()],
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

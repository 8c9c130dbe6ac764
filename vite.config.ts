import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Below this a compressed copy is not worth a second file. Unit: bytes. */
const gzipBytesMin = 1_024;

/** Puts `name.gz` beside each file, so that the service never compresses while it answers. */
const compressedCopies = (): Plugin => ({
  name: "compressed-copies",
  apply: "build",
  enforce: "post",
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      const content = Buffer.from(file.type === "chunk" ? file.code : file.source);
      if (content.length < gzipBytesMin) continue;
      this.emitFile({ type: "asset", fileName: `${file.fileName}.gz`, source: gzipSync(content, { level: 9 }) });
    }
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

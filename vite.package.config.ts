import react from "@vitejs/plugin-react";
import { defineConfig, esmExternalRequirePlugin, type Plugin } from "vite";

process.env.NODE_ENV = "production";

const component = "database-sync-dashboard";

/** One copy of each, the host application's own: its theme and its React are the dashboard's. */
const hosts = /^(?:react|react-dom|@mui\/material|@emotion\/react|@emotion\/styled)(?:\/|$)/;

/** What comes with the package. */
const dependencies = /^@trpc\/(?:client|server)(?:\/|$)/;

/** All that a host application sees of the component; the pages behind it need no declarations. */
const declarations = `import type { ReactNode } from "react";
import type { DatabaseSyncDashboardProps } from "../dashboard-props.js";

export type { DatabaseSyncDashboardProps } from "../dashboard-props.js";

/** The whole dashboard. Its place is kept in the address's hash; nothing outlives its unmounting. */
export declare const DatabaseSyncDashboard: (props: DatabaseSyncDashboardProps) => ReactNode;
`;

const declared = (): Plugin => ({
  name: "declared",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: `${component}.d.ts`, source: declarations });
  },
});

/** Builds the dashboard as a component that other applications mount: `ledgersync/dashboard` of the packed package. */
export default defineConfig({
  // Older packages among those that are bundled ask for React by `require`, which a browser has not.
  plugins: [react(), esmExternalRequirePlugin({ external: [hosts, dependencies] }), declared()],
  build: {
    outDir: "dist/package/dashboard/component",
    emptyOutDir: true,
    target: "es2023",
    reportCompressedSize: false,
    lib: { entry: `src/dashboard/${component}.tsx`, formats: ["es"], fileName: component },
  },
});

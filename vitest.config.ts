import { configDefaults, defineConfig } from "vitest/config";
import { createTallyReporter } from "./test/support/tally-reporter.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/bench/**", "test/architecture/planted/**"],
    // Torn down in reverse: what may fail at the end comes after everything else is closed.
    globalSetup: ["test/support/contract/coverage-gate.ts", "test/support/replica-set.ts"],
    setupFiles: ["test/support/setup.ts"],
    reporters: ["default", createTallyReporter()],
    // Two cores are shared with mongod: more workers would only make timings worse.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});

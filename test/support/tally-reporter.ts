import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

export type Tally = { readonly passed: number; readonly failed: number };

/** Ends the output of a run with one line for machines: `N passed, N failed`. A run that is not green never says `0 failed`. */
export const createTallyReporter = (): Reporter => {
  let tally: Tally = { passed: 0, failed: 0 };
  return {
    onInit: () => {
      // At the exit of the process, because vitest itself still reports errors of the teardown after the run's end.
      process.once("exit", (code) => process.stdout.write(`${tallyLine(tally, code === 0)}\n`));
    },
    onTestRunEnd: (modules, unhandledErrors, reason) => {
      tally = tallyOf(modules, unhandledErrors.length, reason);
    },
  };
};

export const tallyLine = ({ passed, failed }: Tally, succeeded: boolean): string =>
  `${passed} passed, ${succeeded ? failed : Math.max(failed, 1)} failed`;

/** Counts tests, and as one failure each: a file that does not load or was never run, a hook that throws, an error outside of tests. */
export const tallyOf = (modules: readonly TestModule[], unhandledErrors: number, reason: TestRunEndReason): Tally => {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const passed = tests.filter((test) => test.result().state === "passed").length;
  const failedTests = tests.filter((test) => test.result().state === "failed").length;
  const failedSuites = suites.filter((suite) => suite.errors().length > 0).length;
  const neverRun = modules.filter((module) => ["queued", "pending"].includes(module.state())).length;
  const failed = failedTests + failedSuites + neverRun + unhandledErrors;
  return { passed, failed: reason === "passed" ? failed : Math.max(failed, 1) };
};

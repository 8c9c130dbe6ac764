import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { recordedHits, unseenStatuses } from "./coverage.ts";
import { operations } from "./document.ts";

/** vitest's global setup: whoever runs the whole suite must have seen every documented status of every operation. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const directory = await mkdtemp(join(tmpdir(), "ledgersync-contract-"));
  project.provide("contractHits", directory);
  return async () => {
    try {
      if (await wasWholeSuite(project)) refuseUnseen(unseenStatuses(operations, await recordedHits(directory)));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  };
};

/** A part of the suite proves nothing about the rest: named files, a name pattern, `only`, a shard, an interruption. */
const wasWholeSuite = async (project: TestProject): Promise<boolean> => {
  const { vitest, config } = project;
  if (config.testNamePattern !== undefined || config.shard !== undefined) return false;
  const modules = vitest.state.getTestModules();
  const ended = modules.filter((module) => module.state() === "passed" || module.state() === "failed");
  const { testFiles } = await project.globTestFiles();
  return ended.length >= testFiles.length;
};

const refuseUnseen = (unseen: readonly string[]): void => {
  if (unseen.length === 0) return;
  throw new Error([`openapi.yaml documents ${unseen.length} answers that no test has seen:`, ...unseen].join("\n  "));
};

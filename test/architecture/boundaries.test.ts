import { join } from "node:path";
import { cruise, getAvailableTranspilers, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import { describe, expect, it } from "vitest";
import {
  type MarkedLine,
  markedLinesOf,
  plantedRuleNames,
  plantedTree,
  projectFolder,
  sourceTextsIn,
} from "./planted.ts";
import { sourceRules, violationsOf } from "./source-rules.ts";

const options = await extractDepcruiseOptions(join(projectFolder, ".dependency-cruiser.cjs"));
const importRuleNames = (options.ruleSet?.forbidden ?? []).map(({ name }) => name ?? "unnamed");
const sourceRuleNames = sourceRules.map(({ name }) => name);
const sources = sourceTextsIn(projectFolder);

describe("what a file imports", () => {
  // With TypeScript 7 dependency-cruiser only warns, and then finds nothing in anything.
  it("is read with a TypeScript whose compiler dependency-cruiser can use", () => {
    const typescript = getAvailableTranspilers().find(({ name }) => name === "typescript");
    expect(typescript?.available).toBe(true);
  });

  it.runIf(sources.length > 0)("keeps to the layer map in every source file", async () => {
    const result = await cruiseTree(projectFolder);
    const seen = result.modules.map(({ source }) => source).filter((path) => /\.tsx?$/.test(path));

    expect(violationsIn(result)).toEqual([]);
    expect(result.summary.totalCruised).toBeGreaterThan(0);
    expect(seen).toEqual(expect.arrayContaining(sources.map(({ path }) => path)));
  });

  it.for(importRuleNames)("is reported when it breaks %s, and nothing else is", async (ruleName) => {
    const planted = markedLinesOf(ruleName).map((line) => `${ruleName}: ${importOf(line)}`);

    expect(planted).not.toEqual([]);
    expect(violationsIn(await cruiseTree(plantedTree(ruleName)))).toEqual(planted.sort());
  });

  it("counts when it is only a type", async () => {
    const result = await cruiseTree(plantedTree("domain-imports-only-domain"));
    const broken = result.modules.flatMap(({ dependencies }) => dependencies.filter(({ valid }) => !valid));

    expect(broken.some(({ dependencyTypes }) => dependencyTypes.includes("type-only"))).toBe(true);
  });
});

describe("what a file says", () => {
  it.for(sourceRules)("keeps to $name in every source file", (rule) => {
    expect(violationsOf(rule, sources)).toEqual([]);
  });

  it.for(sourceRules)("is reported when it breaks $name, and nothing else is", (rule) => {
    const planted = markedLinesOf(rule.name).map(({ path, line }) => `${path}:${line}`);

    expect(planted).not.toEqual([]);
    expect(violationsOf(rule, sourceTextsIn(plantedTree(rule.name)))).toEqual(planted);
  });
});

it("plants a violation of every rule, and of no rule that is gone", () => {
  expect(plantedRuleNames()).toEqual([...importRuleNames, ...sourceRuleNames].sort());
});

async function cruiseTree(baseDir: string): Promise<ICruiseResult> {
  const { output } = await cruise(["src"], { ...options, baseDir });
  if (typeof output === "string") throw new Error("dependency-cruiser answered with a report");
  return output;
}

/** `rule: file -> specifier` for an import, `rule: file` for a file as a whole; sorted. */
function violationsIn({ modules }: ICruiseResult): readonly string[] {
  const found = modules.flatMap((module) => [
    ...(module.rules ?? []).map(({ name }) => `${name}: ${module.source}`),
    ...module.dependencies.flatMap((dependency) =>
      (dependency.rules ?? []).map(({ name }) => `${name}: ${module.source} -> ${dependency.module}`),
    ),
  ]);
  return [...new Set(found)].sort();
}

/** What `violationsIn` says of a marked line; dependency-cruiser drops `node:` from a specifier. */
function importOf({ path, code }: MarkedLine): string {
  const specifier = /(?:from|import)\s*\(?"(?:node:)?([^"]+)"/.exec(code)?.[1];
  return specifier === undefined ? path : `${path} -> ${specifier}`;
}

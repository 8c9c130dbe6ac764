import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Small trees that each break the one rule they are named after; a line that breaks it ends in this mark. */
const MARK = "// breaks";

export const projectFolder: string = join(import.meta.dirname, "../..");
const plantedFolder = join(import.meta.dirname, "planted");

export type SourceText = { readonly path: string; readonly text: string };
export type MarkedLine = { readonly path: string; readonly line: number; readonly code: string };

export const plantedRuleNames = (): readonly string[] => readdirSync(plantedFolder).sort();

export const plantedTree = (ruleName: string): string => join(plantedFolder, ruleName);

export const markedLinesOf = (ruleName: string): readonly MarkedLine[] =>
  sourceTextsIn(plantedTree(ruleName)).flatMap(({ path, text }) =>
    text
      .split("\n")
      .map((code, index) => ({ path, line: index + 1, code }))
      .filter(({ code }) => code.endsWith(MARK)),
  );

/** Every TypeScript file below `tree`/src, its path relative to the tree and in its order. */
export function sourceTextsIn(tree: string): readonly SourceText[] {
  const folder = join(tree, "src");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(tree, file), text: readFileSync(file, "utf8") }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

import type { Goal, Reading } from "../measure.ts";
import { type BenchResults, baselines, type MeasureResult } from "../run-measures.ts";
import { median } from "../statistics.ts";
import { judge, type Verdict } from "./judge.ts";

const marks: Readonly<Record<Verdict, string>> = { aim: "✓✓ aim", must: "✓  must", missed: "✗  missed" };

const header = ["", "figure", "ratio", "must", "aim", ""];

/** Everything that was measured, for a person to read. */
export const tableOf = (results: BenchResults): string => {
  const lines = [header, ...baselineLines(results), ...results.measures.flatMap(measureLines)];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const failures = results.measures.flatMap((result) =>
    result.kind === "failed" ? [`${result.measure} failed: ${result.message}`] : [],
  );
  return [...lines.map((line) => layOut(line, widths)), ...failures].join("\n");
};

/** The title to the left, figures to the right. */
const layOut = (line: readonly string[], widths: readonly number[]): string =>
  line
    .map((cell, column) =>
      column === 0 || column === header.length - 1
        ? cell.padEnd(widths[column] ?? 0)
        : cell.padStart(widths[column] ?? 0),
    )
    .join("  ")
    .trimEnd();

const baselineLines = ({ baselines: rounds }: BenchResults): readonly (readonly string[])[] => {
  const lines: string[][] = [];
  for (const name of ["F", "L", "E"] as const) {
    if (rounds[name].length === 0) continue;
    const { title, unit } = baselines[name];
    lines.push([title, figure(median(rounds[name]), unit)]);
    if (name === "F" && rounds.bareF !== null)
      lines.push(["   the same without its index", figure(rounds.bareF, unit)]);
    if (rounds[name].length > 1) lines.push([`   rounds: ${rounds[name].map((value) => number(value)).join(" · ")}`]);
  }
  return lines;
};

const measureLines = (result: MeasureResult): readonly (readonly string[])[] => {
  if (result.kind === "failed") return [[], [result.measure, "failed"]];
  const lines = result.readings.map((reading) => readingLine(reading, result.baselineValue));
  return [[], ...lines, ...disturbanceLines(result)];
};

/** Above this, other programs have had a hand in the figures. */
const othersShareMax = 0.05;

const disturbanceLines = ({ processors }: MeasureResult): readonly (readonly string[])[] =>
  processors === null || processors.othersShare <= othersShareMax
    ? []
    : [[`   meanwhile other programs took ${Math.round(processors.othersShare * 100)} % of the processors`]];

const readingLine = (reading: Reading, baselineValue: number | null): readonly string[] => {
  const { title, value, unit, comparedWith, goal } = reading;
  const { ratio, verdict } = judge(reading, baselineValue);
  return [
    title,
    figure(value, unit),
    ratio === null || comparedWith === null ? "" : `${number(ratio)} ${comparedWith}`,
    bound(goal, "must"),
    bound(goal, "aim"),
    verdict === null ? "" : marks[verdict],
  ];
};

const bound = (goal: Goal | null, which: "must" | "aim"): string =>
  goal === null ? "" : `${goal.kind === "at_least" ? "≥" : "≤"} ${goal[which]}`;

const figure = (value: number, unit: string): string => `${number(value)} ${unit}`;

const number = (value: number): string => {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(1, Math.abs(value)))));
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
};

import { readFileSync } from "node:fs";

/** Node's own arguments of `npm start`: what is tested and measured runs like what is used. */
export const startArguments = (): readonly string[] => {
  const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const [, ...words]: string[] = scripts.start.split(" ");
  // What is loaded first is named as seen from the project's folder, wherever a test runs.
  const absolute = (word: string): string =>
    word.replace("--import=./", `--import=${new URL("../../", import.meta.url)}`);
  return words.filter((word) => word.startsWith("--")).map(absolute);
};

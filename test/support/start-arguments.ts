import { readFileSync } from "node:fs";

/** Node's own arguments of `npm start`: what is tested and measured runs like what is used. */
export const startArguments = (): readonly string[] => {
  const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const [, ...words]: string[] = scripts.start.split(" ");
  return words.filter((word) => word.startsWith("--"));
};

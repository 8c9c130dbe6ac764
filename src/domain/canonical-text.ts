/** One text for what says the same: JSON with the keys of every object in the order of their code units; bigints as digits. */
export const canonicalText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return String(part);
    return isObject(part) ? Object.fromEntries(Object.entries(part).sort(byKey)) : part;
  });

const isObject = (part: unknown): part is object => typeof part === "object" && part !== null && !Array.isArray(part);

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

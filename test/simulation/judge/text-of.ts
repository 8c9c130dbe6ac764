/** A value for people to read; whole numbers of any size included. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (typeof part === "bigint" ? String(part) : part));

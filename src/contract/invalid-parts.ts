import type { ProblemError } from "./problem.ts";

/** The part of a zod issue that matters here. */
export type Issue = {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
};

/** Where a request is not valid, and why: JSON pointers (RFC 6901) behind `prefix`. */
export const invalidPartsOf = (issues: readonly Issue[], prefix: string): readonly ProblemError[] =>
  issues.flatMap(({ path, message, keys }) => {
    const pointer = prefix + pointerOf(path);
    if (keys === undefined) return [{ pointer, message }];
    return keys.map((key) => ({ pointer: pointer + pointerOf([key]), message: "Unknown field." }));
  });

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

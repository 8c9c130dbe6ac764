import { AppError, type ErrorDetail } from "../../application/errors.ts";

/** The part of a zod issue that matters here. */
type Issue = {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
};

type Outcome = {
  readonly target: string;
  readonly success: boolean;
  readonly error?: { readonly issues: readonly Issue[] };
};

/** Pointers into a body have no prefix, so that they are true JSON pointers of what was sent. */
const prefixes: Readonly<Record<string, string>> = { json: "", query: "/query", param: "/path", header: "/header" };

/** Called after each part of a request was parsed: the first part that is not valid ends it. */
export const refuseInvalid = ({ target, success, error }: Outcome): void => {
  if (success) return;
  const details = (error?.issues ?? []).flatMap((issue) => detailsOf(issue, prefixes[target] ?? ""));
  throw new AppError("validation", "The request is not valid: see errors.", { details });
};

const detailsOf = (issue: Issue, prefix: string): readonly ErrorDetail[] => {
  const pointer = prefix + pointerOf(issue.path);
  if (issue.keys === undefined) return [{ pointer, message: issue.message }];
  return issue.keys.map((key) => ({ pointer: pointer + pointerOf([key]), message: "Unknown field." }));
};

/** RFC 6901. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

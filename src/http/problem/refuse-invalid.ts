import { AppError } from "../../application/errors.ts";
import { type Issue, invalidPartsOf } from "../../contract/invalid-parts.ts";

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
  const details = invalidPartsOf(error?.issues ?? [], prefixes[target] ?? "");
  throw new AppError("validation", "The request is not valid: see errors.", { details });
};

import { problemSchema } from "../../contract/problem.ts";
import type { ProblemStatus } from "./problem-kinds.ts";

type ProblemResponse = {
  readonly description: string;
  readonly content: { readonly "application/problem+json": { readonly schema: typeof problemSchema } };
};

/** Declares the statuses with which a route can refuse. Each may also fail: 500, and 503 when a database or the leader is away. */
export const problemResponses = <Status extends ProblemStatus>(
  ...statuses: readonly Status[]
): Record<Status | 500 | 503, ProblemResponse> => {
  const entries = [...statuses, 500, 503].map((status) => [status, problemResponse]);
  // Safe: one entry for each of the keys that the type names.
  return Object.fromEntries(entries) as Record<Status | 500 | 503, ProblemResponse>;
};

export const problemContent = { "application/problem+json": { schema: problemSchema } } as const;

const problemResponse: ProblemResponse = { description: "Problem", content: problemContent };

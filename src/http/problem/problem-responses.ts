import { problemSchema } from "../../contract/problem.ts";
import type { ProblemStatus } from "../../contract/problem-kinds.ts";

type ProblemResponse = {
  readonly description: string;
  readonly content: { readonly "application/problem+json": { readonly schema: typeof problemSchema } };
};

/** What any request of a caller may be refused with, whatever it asks for. */
type CallerStatus = 401 | 403 | 429;

/**
 * Declares the statuses with which a route can refuse, beside those that every caller may meet. Each may also fail: 500, and 503
 * when a database or the leader is away.
 */
export const problemResponses = <Status extends ProblemStatus>(
  ...statuses: readonly Status[]
): Record<Status | CallerStatus | 500 | 503, ProblemResponse> => ({
  ...declared(401, 403, 429),
  ...openProblemResponses(...statuses),
});

/** The same for a route that is open to everybody. */
export const openProblemResponses = <Status extends ProblemStatus>(
  ...statuses: readonly Status[]
): Record<Status | 403 | 500 | 503, ProblemResponse> => declared<Status | 403 | 500 | 503>(...statuses, 403, 500, 503);

/** Of a route that is open and cannot fail: it may still be called by a name that is not this service's. */
export const foreignHostResponses = (): Record<403, ProblemResponse> => declared(403);

const declared = <Status extends ProblemStatus>(...statuses: readonly Status[]): Record<Status, ProblemResponse> =>
  // Safe: one entry for each of the keys that the type names.
  Object.fromEntries(statuses.map((status) => [status, problemResponse])) as Record<Status, ProblemResponse>;

export const problemContent = { "application/problem+json": { schema: problemSchema } } as const;

const problemResponse: ProblemResponse = { description: "Problem", content: problemContent };

import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import type { Problem } from "../contract/problem.ts";
import { problemKinds } from "../contract/problem-kinds.ts";
import { codeOfStatus } from "./refusal.ts";

/** A refusal of what stands in front of the procedures, in the words of a procedure's own. */
export const refusalText = (problem: Problem): string => {
  const { status } = problemKinds[problem.code];
  const code = codeOfStatus[status];
  const data = { code, httpStatus: status, path: problem.instance.replace(/^\/trpc\//, ""), problem };
  return JSON.stringify({ error: { message: problem.detail, code: TRPC_ERROR_CODES_BY_KEY[code], data } });
};

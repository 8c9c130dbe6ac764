import { type UseMutationOptions, type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { askAgain } from "../api/ask-again.ts";

/** A mutation after which everything shown is asked for again: what somebody has just done must be seen at once. */
export const useAct = <Data, Failure, Input>(
  options: UseMutationOptions<Data, Failure, Input>,
): UseMutationResult<Data, Failure, Input> => {
  const queries = useQueryClient();
  return useMutation({ ...options, onSettled: () => askAgain(queries) });
};

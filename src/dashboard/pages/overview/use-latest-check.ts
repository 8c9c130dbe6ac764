import { skipToken, useQuery } from "@tanstack/react-query";
import type { WireCheck } from "../../../contract/check.ts";
import { useTRPC } from "../../api/trpc.ts";

/** The newest complete check; undefined until it is there, or while there is none. Never starts one. */
export const useLatestCheck = (checkedAt: string | null): WireCheck | undefined => {
  const trpc = useTRPC();
  // Asked for before there is a report, it would run a check.
  const report = useQuery(trpc.consistency.queryOptions(checkedAt === null ? skipToken : {}));
  const checkId = report.data !== undefined && "checkId" in report.data ? report.data.checkId : null;
  return useQuery(trpc.check.queryOptions(checkId === null ? skipToken : { id: checkId })).data;
};

import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { WireSchedulePreview } from "../../../contract/schedule.ts";
import { useTRPCClient } from "../../api/trpc.ts";

export type Line = { readonly cronExpression: string; readonly timezone: string };

/** What the service makes of a line; its refusal where it makes nothing of it. The former answer stays until the next one comes. */
export const useLinePreview = ({ cronExpression, timezone }: Line): UseQueryResult<WireSchedulePreview> => {
  const client = useTRPCClient();
  return useQuery({
    queryKey: ["linePreview", cronExpression, timezone],
    queryFn: () => client.previewSchedule.mutate({ cronExpression, timezone }),
    enabled: cronExpression !== "" && timezone !== "",
    placeholderData: keepPreviousData,
  });
};

/** After the last key until the service is asked. Unit: ms. */
const settleMs = 350;

/** The line once the typing rests. */
export const useSettled = (line: Line): Line => {
  const [settled, setSettled] = useState(line);
  const { cronExpression, timezone } = line;
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ cronExpression, timezone }), settleMs);
    return () => clearTimeout(timer);
  }, [cronExpression, timezone]);
  return settled;
};

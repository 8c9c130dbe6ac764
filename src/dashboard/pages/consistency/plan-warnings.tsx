import { Alert, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireFixPlan } from "../../../contract/fix-plan.ts";
import { useTRPC } from "../../api/trpc.ts";
import { useNow } from "../../shared/time.tsx";
import { PrepareFixesButton } from "./prepare-fixes-button.tsx";

/** What was seen longer ago is better looked at anew. Unit: ms. */
const freshMs = 60 * 60_000;

/** What to know before a plan is applied. */
export const PlanWarnings = ({
  plan: { checkId, createdAt, confirmation, isTruncated },
}: {
  readonly plan: WireFixPlan;
}): ReactNode => {
  const { data: check } = useQuery(useTRPC().check.queryOptions({ id: checkId }));
  const isOld = useNow() - Date.parse(createdAt) > freshMs;
  return (
    <Stack spacing={1}>
      {confirmation !== null && (
        <Alert severity="warning" variant="outlined">
          This is a large repair: {confirmation}. Make sure that the main database is whole before you confirm it.
        </Alert>
      )}
      {isTruncated && (
        <Alert severity="info" variant="outlined">
          The check has found more than one plan holds. Apply this one, then check again.
        </Alert>
      )}
      {isOld && (
        <Alert
          severity="info"
          variant="outlined"
          action={<PrepareFixesButton check={check ?? null} label="Prepare again" />}
        >
          This plan shows what was there when it was prepared. What has changed since is skipped, never overwritten;
          prepare it again to see what is there now.
        </Alert>
      )}
    </Stack>
  );
};

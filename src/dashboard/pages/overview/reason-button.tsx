import { Button, Stack } from "@mui/material";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { usePageExists } from "../../routing/known-pages.ts";
import { href } from "../../routing/route.ts";
import { ActButton } from "../../shared/act-button.tsx";

type Place = { readonly page: string; readonly filter?: Readonly<Record<string, string>>; readonly label: string };

/** Where a person goes on from a reason. */
const places: Readonly<Record<string, Place>> = {
  needs_confirmation: { page: "control", label: "Review and confirm" },
  drift: { page: "control", label: "To the full sync" },
  ledger_ahead: { page: "control", label: "To the full sync" },
  history_lost: { page: "runs", label: "Show the runs" },
  initial_sync: { page: "runs", label: "Show the runs" },
  reprojecting: { page: "runs", label: "Show the runs" },
  mass_failure: { page: "failures", label: "Show the failures" },
  open_failures: { page: "failures", label: "Show the failures" },
  quarantined_failures: { page: "failures", filter: { state: "quarantined" }, label: "Show them" },
  inconsistent: { page: "consistency", label: "Show the differences" },
  critical_inconsistency: { page: "consistency", label: "Show the differences" },
  never_checked: { page: "consistency", label: "To the checks" },
  check_overdue: { page: "schedules", label: "To the schedules" },
};

const startsRealTime: ReadonlySet<string> = new Set([
  "real_time_off",
  "real_time_stopped",
  "real_time_failed",
  "mass_failure",
]);

const startsCheck: ReadonlySet<string> = new Set(["check_overdue", "never_checked"]);

/** What can be done about a reason from here; nothing where it is not the service's to do. */
export const ReasonButton = ({ code }: { readonly code: string }): ReactNode => {
  const place = places[code];
  const placeExists = usePageExists(place?.page ?? "");
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
      {place !== undefined && placeExists && (
        <Button variant="outlined" size="small" href={href(place.page, [], place.filter)}>
          {place.label}
        </Button>
      )}
      {startsRealTime.has(code) && <StartRealTime />}
      {startsCheck.has(code) && <StartCheck />}
    </Stack>
  );
};

const StartRealTime = (): ReactNode => {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries();
  const start = useMutation(useTRPC().startRealTime.mutationOptions({ onSettled }));
  return (
    <ActButton
      operation="startRealTime"
      variant="contained"
      size="small"
      loading={start.isPending}
      onClick={() => start.mutate()}
    >
      Start real-time sync
    </ActButton>
  );
};

const StartCheck = (): ReactNode => {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries();
  const check = useMutation(useTRPC().startCheck.mutationOptions({ onSettled }));
  return (
    <ActButton
      operation="startCheck"
      variant="contained"
      size="small"
      loading={check.isPending}
      onClick={() => check.mutate()}
    >
      Check now
    </ActButton>
  );
};

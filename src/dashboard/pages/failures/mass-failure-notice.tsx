import { Alert, AlertTitle, Box, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { CurlBox } from "../../shared/curl-box.tsx";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { useAct } from "../../shared/use-act.ts";

/** So many documents failed at once that real-time sync holds still: why, and how it goes on. Nothing while it does not. */
export const MassFailureNotice = (): ReactNode => {
  const trpc = useTRPC();
  const { data: health } = useQuery(trpc.health.queryOptions());
  const start = useAct(trpc.startRealTime.mutationOptions());
  const reason = health?.reasons.find(({ code }) => code === "mass_failure");
  if (reason === undefined) return null;
  return (
    <Alert severity="error" variant="outlined" sx={{ "& .MuiAlert-message": { flexGrow: 1, minWidth: 0 } }}>
      <AlertTitle>Real-time sync has paused: too many documents fail at once</AlertTitle>
      <Stack spacing={1.5}>
        <Typography>{reason.message}</Typography>
        <Box component="ol" sx={{ m: 0, pl: 2.5 }}>
          <li>See below what they have in common: most often a field was renamed, or is written as another type.</li>
          <li>Mend it in the main database; or accept it, if these documents may stay out of the books.</li>
          <li>
            Start real-time sync. It goes on where it stopped: nothing is lost, and mended documents close by
            themselves.
          </li>
        </Box>
        <Stack direction="row">
          <ActButton
            operation="startRealTime"
            variant="contained"
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            Start real-time sync
          </ActButton>
        </Stack>
        <CurlBox call={{ method: "POST", path: "/api/sync/real-time/start" }} />
        {start.error !== null && <ProblemAlert error={start.error} />}
      </Stack>
    </Alert>
  );
};

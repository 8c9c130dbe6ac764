import { Alert } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { problemOf } from "../api/problem-of.ts";
import { useTRPC } from "../api/trpc.ts";
import { Time } from "../shared/time.tsx";

/** Says that what is shown is old, as long as the service cannot be asked. */
export const OfflineNotice = (): ReactNode => {
  const { error, dataUpdatedAt } = useQuery(useTRPC().health.queryOptions());
  if (error === null || problemOf(error).code !== "unreachable") return null;
  const since = dataUpdatedAt === 0 ? null : new Date(dataUpdatedAt).toISOString();
  return (
    <Alert severity="warning" variant="outlined" sx={{ mb: 2 }}>
      The service does not answer: it may be restarting. It is asked again by itself.{" "}
      {since !== null && (
        <>
          What is shown here is from <Time at={since} />.
        </>
      )}
    </Alert>
  );
};

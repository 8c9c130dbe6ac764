import { Box, Skeleton, Typography } from "@mui/material";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireSchedulePreview } from "../../../contract/schedule.ts";
import { problemOf } from "../../api/problem-of.ts";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { NextRuns } from "./next-runs.tsx";

/** Five runs with their head, and the words above. Unit: px. */
const usualHeight = 268;

/** What a line means, while it is typed. A line that is refused says why beside its field. */
export const LinePreview = ({ query }: { readonly query: UseQueryResult<WireSchedulePreview> }): ReactNode => (
  <Box
    component="section"
    aria-label="Preview"
    aria-live="polite"
    sx={{ minHeight: usualHeight, opacity: query.isPlaceholderData ? 0.5 : 1 }}
  >
    <Content query={query} />
  </Box>
);

const Content = ({ query: { data, error } }: { readonly query: UseQueryResult<WireSchedulePreview> }): ReactNode => {
  if (error !== null) return <Refused error={error} />;
  if (data === undefined) return <Skeleton variant="rounded" height={usualHeight - 20} />;
  return (
    <>
      <Typography sx={{ fontWeight: 600, pb: 0.5 }}>{data.humanReadable}</Typography>
      <NextRuns nextRuns={data.nextRuns} timezone={data.timezone} notes={data.notes} />
    </>
  );
};

const Refused = ({ error }: { readonly error: unknown }): ReactNode =>
  problemOf(error).code === "validation" ? (
    <Typography color="textSecondary">The next runs are shown here once the line is right.</Typography>
  ) : (
    <ProblemAlert error={error} />
  );

import { Box, Link, Skeleton } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "../api/trpc.ts";
import { useLive } from "../live/live.tsx";
import { href } from "../routing/route.ts";
import { verdictOf } from "./verdict-of.ts";

/** Events come out of the accounting database: while that is away none can tell so, and silence would look like health. Unit: ms. */
const lookMs = 5_000;

/** How it stands, in sight on every page. */
export const VerdictWord = (): ReactNode => {
  const { state } = useLive();
  const refetchInterval = state === "paused" ? false : lookMs;
  const { data, isError } = useQuery(useTRPC().health.queryOptions(undefined, { refetchInterval }));
  if (data === undefined && !isError) return <Skeleton variant="rounded" width={90} height={26} />;
  const { tone, word } =
    data === undefined || isError
      ? { tone: "error" as const, word: "No answer" }
      : verdictOf(data, data.checks.realTime);
  return (
    <Link
      href={href("overview")}
      underline="none"
      color="textPrimary"
      sx={{ display: "flex", alignItems: "center", gap: 0.75, fontWeight: 600, whiteSpace: "nowrap", minWidth: 0 }}
    >
      <Box aria-hidden sx={{ width: 10, height: 10, borderRadius: "50%", bgcolor: `${tone}.main`, flexShrink: 0 }} />
      <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis" }}>
        {word}
      </Box>
    </Link>
  );
};

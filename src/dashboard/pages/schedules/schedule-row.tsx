import { Box, Link, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { duration } from "../../shared/format.ts";
import { runKindWords } from "../../shared/run-title.ts";
import { Time } from "../../shared/time.tsx";
import { useAct } from "../../shared/use-act.ts";
import { EnabledSwitch } from "./enabled-switch.tsx";
import { LastRuns } from "./last-runs.tsx";
import { RunNowNote } from "./run-now-note.tsx";

type Props = { readonly schedule: WireSchedule };

const columns = {
  xs: "minmax(0, 1fr) auto",
  md: "minmax(0, 1.5fr) minmax(0, 1.2fr) 252px 104px 84px auto",
} as const;

/** One schedule of the list: what, when, how it went, when next. On a narrow screen one below the other. */
export const ScheduleRow = ({ schedule }: Props): ReactNode => {
  const { name, averageDuration } = schedule;
  const trigger = useAct(useTRPC().triggerSchedule.mutationOptions());
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: columns,
        alignItems: "center",
        columnGap: 2,
        rowGap: 1,
        px: 2,
        py: 1.25,
        "& + &": { borderTop: 1, borderColor: "divider" },
      }}
    >
      <What schedule={schedule} />
      <When schedule={schedule} />
      <Box sx={{ gridColumn: { xs: "1 / -1", md: "auto" } }}>
        <LastRuns schedule={schedule} />
      </Box>
      <Captioned caption="Next run">
        <NextRun schedule={schedule} />
      </Captioned>
      <Captioned caption="Average">{averageDuration === 0 ? "–" : duration(averageDuration)}</Captioned>
      <ActButton
        operation="triggerSchedule"
        size="small"
        variant="outlined"
        color="inherit"
        aria-label={`Run now: ${name}`}
        loading={trigger.isPending}
        onClick={() => trigger.mutate({ name })}
        sx={{ gridRow: { xs: 1, md: "auto" }, gridColumn: { xs: 2, md: "auto" } }}
      >
        Run now
      </ActButton>
      <Box sx={{ gridColumn: "1 / -1", "&:empty": { display: "none" } }}>
        <RunNowNote run={trigger.data ?? null} error={trigger.error} onClose={trigger.reset} />
      </Box>
    </Box>
  );
};

const What = ({ schedule }: Props): ReactNode => (
  <Stack direction="row" sx={{ alignItems: "center", gap: 1, minWidth: 0 }}>
    <EnabledSwitch schedule={schedule} />
    <Box sx={{ minWidth: 0 }}>
      <Link href={href("schedules", [schedule.name])} sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
        {schedule.name}
      </Link>
      <Typography variant="body2" color="textSecondary">
        {runKindWords[schedule.kind]}
        {schedule.description !== "" && ` · ${schedule.description}`}
      </Typography>
    </Box>
  </Stack>
);

const When = ({ schedule }: Props): ReactNode => (
  <Box sx={{ minWidth: 0, gridColumn: { xs: "1 / -1", md: "auto" } }}>
    <Typography>{schedule.humanReadable}</Typography>
    <Typography variant="body2" color="textSecondary">
      <code>{schedule.cronExpression}</code> · {schedule.timezone}
    </Typography>
  </Box>
);

const NextRun = ({ schedule: { enabled, nextRun } }: Props): ReactNode => {
  if (nextRun !== null) return <Time at={nextRun} />;
  return (
    <Typography component="span" color="textSecondary">
      {enabled ? "none" : "disabled"}
    </Typography>
  );
};

const Captioned = ({ caption, children }: { readonly caption: string; readonly children: ReactNode }): ReactNode => (
  <Box sx={{ minWidth: 0, textAlign: { md: "right" } }}>
    <Typography variant="caption" component="div" color="textSecondary">
      {caption}
    </Typography>
    {children}
  </Box>
);

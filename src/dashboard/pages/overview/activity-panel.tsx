import { Box, Button, Skeleton, Stack, ToggleButton, ToggleButtonGroup, Typography } from "@mui/material";
import { lazy, memo, type ReactNode, Suspense, useDeferredValue, useState } from "react";
import type { WireHistoryWindow } from "../../../contract/history.ts";
import { useActivity } from "../../live/activity.ts";
import type { Stretch } from "../../live/join-history.ts";
import { useFilter } from "../../routing/use-route.ts";
import { whenLoaded } from "../../routing/when-loaded.ts";
import { countOf, duration, lag } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { ActivityTable } from "./activity-table.tsx";
import { chartHeight } from "./time-axis.ts";

// Drawn anew only when the past is another, and in slices: a click need not wait for a picture.
const LagChart = lazy(() => whenLoaded(async () => ({ default: memo((await import("./lag-chart.tsx")).LagChart) })));
const ThroughputChart = lazy(() =>
  whenLoaded(async () => ({ default: memo((await import("./throughput-chart.tsx")).ThroughputChart) })),
);

const windows = [
  { value: "15m", label: "15 min", words: "in the last 15 minutes" },
  { value: "1h", label: "1 h", words: "in the last hour" },
  { value: "24h", label: "24 h", words: "in the last 24 hours" },
] as const satisfies readonly { readonly value: WireHistoryWindow; readonly label: string; readonly words: string }[];

/** How long changes waited, how many came, and where errors were. */
export const ActivityPanel = (): ReactNode => {
  const [chosen, choose] = useFilter("window", windows[0].value);
  const { value: window, words } = windows.find(({ value }) => value === chosen) ?? windows[0];
  const [history, newest] = useActivity(window);
  const stretches = useDeferredValue(newest);
  const [isTable, setTable] = useState(false);
  return (
    <Panel
      title="Lag and throughput"
      hint={history.data === undefined ? "…" : summaryOf(stretches, words)}
      action={
        <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
          <WindowSwitch window={window} choose={choose} />
          <Button size="small" color="inherit" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? "As charts" : "As a table"}
          </Button>
        </Stack>
      }
    >
      <QueryView query={history} loading={<Skeleton variant="rounded" height={chartHeight * 2 + 40} />}>
        {({ stepMs }) =>
          isTable ? (
            <ActivityTable stretches={stretches} stepMs={stepMs} />
          ) : (
            <Charts stretches={stretches} stepMs={stepMs} summary={summaryOf(stretches, words)} />
          )
        }
      </QueryView>
    </Panel>
  );
};

type SwitchProps = { readonly window: WireHistoryWindow; readonly choose: (window: string) => void };

const WindowSwitch = ({ window, choose }: SwitchProps): ReactNode => (
  <ToggleButtonGroup
    exclusive
    size="small"
    aria-label="How far back"
    value={window}
    onChange={(_, next: WireHistoryWindow | null) => choose(next ?? window)}
  >
    {windows.map(({ value, label }) => (
      <ToggleButton key={value} value={value} sx={{ py: 0.25, px: 1.25, textTransform: "none" }}>
        {label}
      </ToggleButton>
    ))}
  </ToggleButtonGroup>
);

type ChartsProps = {
  readonly stretches: readonly Stretch[];
  readonly stepMs: number;
  readonly summary: string;
};

const Charts = ({ stretches, stepMs, summary }: ChartsProps): ReactNode => (
  <Suspense fallback={<Skeleton variant="rounded" height={chartHeight * 2 + 40} />}>
    <Box role="img" aria-label={`Lag. ${summary} The same as a table: press “As a table”.`}>
      <LagChart stretches={stretches} />
    </Box>
    <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
      Changes in each {duration(stepMs)}
    </Typography>
    <Box role="img" aria-label="Changes by collection. The same as a table: press “As a table”.">
      <ThroughputChart stretches={stretches} />
    </Box>
  </Suspense>
);

/** `1,204 changes in the last hour, longest wait 0.3 s.` */
export const summaryOf = (stretches: readonly Stretch[], words: string): string => {
  const known = stretches.filter(({ kind }) => kind !== "gap");
  if (known.length === 0) return `Nothing is known of what was ${words}: nobody followed the changes.`;
  const busy = known.filter(({ kind }) => kind === "busy");
  const failed = busy.reduce((sum, { counts }) => sum + counts.failed, 0);
  const changes = busy.reduce((sum, { counts }) => sum + counts.payments + counts.properties + counts.owners, failed);
  if (changes === 0) return `Idle: no change has come ${words}.`;
  const waits = busy.flatMap(({ lagMs }) => lagMs ?? []);
  const longest = waits.length === 0 ? "" : `, longest wait ${lag(Math.max(...waits))}`;
  const failures = failed === 0 ? "" : `, ${countOf(failed, "document")} failed`;
  return `${countOf(changes, "change")} ${words}${longest}${failures}.`;
};

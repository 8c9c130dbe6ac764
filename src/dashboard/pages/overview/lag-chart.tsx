import { useTheme } from "@mui/material";
import { ChartsReferenceLine } from "@mui/x-charts/ChartsReferenceLine";
import { LineChart } from "@mui/x-charts/LineChart";
import type { ReactNode } from "react";
import type { Stretch } from "../../live/activity-log.ts";
import { count, inLocal, lag } from "../../shared/format.ts";

/** What "in real time" is held to. Unit: ms. */
export const lagObjectiveMs = 1_000;

type Props = { readonly stretches: readonly Stretch[] };

const margin = { left: 8, right: 16, top: 16, bottom: 0 } as const;

/** How long changes waited; a break is a time that nobody listened to, a line on the ground is silence. */
export const LagChart = ({ stretches }: Props): ReactNode => {
  const { palette } = useTheme();
  const longest = Math.max(0, ...stretches.map(({ lagMs }) => lagMs ?? 0));
  return (
    <LineChart
      height={190}
      margin={margin}
      skipAnimation
      hideLegend
      grid={{ horizontal: true }}
      xAxis={[timeAxis(stretches)]}
      yAxis={[
        {
          min: 0,
          max: Math.max(lagObjectiveMs * 1.2, longest * 1.1),
          width: 56,
          valueFormatter: (ms: number) => lag(ms),
        },
      ]}
      series={[
        {
          data: stretches.map(({ lagMs }) => lagMs),
          label: "Longest wait",
          color: palette.primary.main,
          area: true,
          showMark: false,
          curve: "linear",
          valueFormatter: (ms) => (ms === null ? "not listened" : lag(ms)),
        },
      ]}
    >
      <ChartsReferenceLine
        y={lagObjectiveMs}
        label={`objective ${lag(lagObjectiveMs)}`}
        labelAlign="end"
        lineStyle={{ stroke: palette.warning.main, strokeDasharray: "4 4" }}
        labelStyle={{ fill: palette.text.secondary, fontSize: 12 }}
      />
    </LineChart>
  );
};

/** Changes of each collection, and above them what could not be projected. */
export const ThroughputChart = ({ stretches }: Props): ReactNode => {
  const { palette } = useTheme();
  const shown = [
    { key: "payments", label: "Payments", color: palette.primary.main },
    { key: "properties", label: "Properties", color: palette.info.main },
    { key: "owners", label: "Owners", color: palette.text.secondary },
    { key: "failed", label: "Failed", color: palette.error.main },
  ] as const;
  return (
    <LineChart
      height={190}
      margin={margin}
      skipAnimation
      grid={{ horizontal: true }}
      xAxis={[timeAxis(stretches)]}
      yAxis={[
        {
          min: 0,
          max: mostChanges(stretches),
          width: 56,
          tickMinStep: 1,
          valueFormatter: (changes: number) => count(changes),
        },
      ]}
      series={shown.map(({ key, label, color }) => ({
        data: stretches.map(({ kind, counts }) => (kind === "gap" ? null : counts[key])),
        label,
        color,
        showMark: false,
        curve: "linear" as const,
      }))}
      slotProps={{ legend: { position: { vertical: "top", horizontal: "end" } } }}
    />
  );
};

/** The height of the chart; not flat when nothing has come. */
const mostChanges = (stretches: readonly Stretch[]): number =>
  Math.max(4, ...stretches.flatMap(({ counts }) => Object.values(counts)));

const timeAxis = (stretches: readonly Stretch[]) => ({
  data: stretches.map(({ from }) => new Date(from)),
  scaleType: "time" as const,
  tickMinStep: 60_000,
  valueFormatter: (at: Date) => inLocal(at.getTime()).slice(11, 16),
});

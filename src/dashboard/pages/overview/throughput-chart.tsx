import { useTheme } from "@mui/material";
import { LineChart } from "@mui/x-charts/LineChart";
import { type ReactNode, useId } from "react";
import type { Stretch } from "../../live/join-history.ts";
import { count } from "../../shared/format.ts";
import { GapBands } from "./gap-bands.tsx";
import { chartHeight, margin, timeAxis } from "./time-axis.ts";

type Props = { readonly stretches: readonly Stretch[] };

/** Changes of each collection in each stretch. */
export const ThroughputChart = ({ stretches }: Props): ReactNode => {
  const { palette } = useTheme();
  const gapId = useId();
  const shown = [
    { key: "payments", label: "Payments", color: palette.primary.main },
    { key: "properties", label: "Properties", color: palette.info.main },
    { key: "owners", label: "Owners", color: palette.warning.main },
  ] as const;
  return (
    <LineChart
      height={chartHeight}
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
    >
      <GapBands stretches={stretches} id={gapId} />
    </LineChart>
  );
};

/** The height of the chart; not flat when nothing has come. */
const mostChanges = (stretches: readonly Stretch[]): number =>
  Math.max(4, ...stretches.flatMap(({ counts: { payments, properties, owners } }) => [payments, properties, owners]));

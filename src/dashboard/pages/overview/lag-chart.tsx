import { useTheme } from "@mui/material";
import { ChartsReferenceLine } from "@mui/x-charts/ChartsReferenceLine";
import { LineChart, lineClasses } from "@mui/x-charts/LineChart";
import { type ReactNode, useId } from "react";
import type { Stretch } from "../../live/join-history.ts";
import { countOf, lag } from "../../shared/format.ts";
import { GapBands } from "./gap-bands.tsx";
import { chartHeight, margin, timeAxis } from "./time-axis.ts";

/** What "in real time" is held to. Unit: ms. */
export const lagObjectiveMs = 1_000;

type Props = { readonly stretches: readonly Stretch[] };

/** How long changes waited, with errors on top; hatched where nobody knows, a line on the ground is silence. */
export const LagChart = ({ stretches }: Props): ReactNode => {
  const { palette } = useTheme();
  const gapId = useId();
  const longest = Math.max(0, ...stretches.map(({ lagMs }) => lagMs ?? 0));
  const max = Math.max(lagObjectiveMs * 1.2, longest * 1.1);
  return (
    <LineChart
      height={chartHeight}
      sx={paleArea}
      margin={margin}
      skipAnimation
      grid={{ horizontal: true }}
      xAxis={[timeAxis(stretches)]}
      yAxis={[{ min: 0, max, width: 56, valueFormatter: (ms: number) => lag(ms) }]}
      series={[
        {
          data: stretches.map(({ lagMs }) => lagMs),
          label: "Longest wait",
          color: palette.primary.main,
          area: true,
          showMark: false,
          curve: "linear",
          valueFormatter: (_, { dataIndex }) => waitOf(stretches[dataIndex]),
        },
        {
          data: stretches.map((stretch) => (hasErrors(stretch) ? (stretch.lagMs ?? 0) : null)),
          label: "Errors",
          color: palette.error.main,
          showMark: true,
          shape: "diamond",
          valueFormatter: (_, { dataIndex }) => errorsOf(stretches[dataIndex]),
        },
      ]}
      slotProps={{ legend: { position: { vertical: "top", horizontal: "end" } } }}
    >
      <GapBands stretches={stretches} id={gapId} />
      <ChartsReferenceLine
        y={lagObjectiveMs}
        label={`objective ${lag(lagObjectiveMs)}`}
        labelAlign="start"
        lineStyle={{ stroke: palette.warning.main, strokeDasharray: "4 4" }}
        labelStyle={{ fill: palette.text.secondary, fontSize: 12 }}
      />
    </LineChart>
  );
};

const paleArea = { [`& .${lineClasses.area}`]: { fillOpacity: 0.18 } } as const;

const hasErrors = ({ errors, counts }: Stretch): boolean => errors + counts.failed > 0;

const waitOf = (stretch: Stretch | undefined): string => {
  if (stretch === undefined || stretch.lagMs === null) return "not known";
  return stretch.kind === "idle" ? "idle" : lag(stretch.lagMs);
};

/** Null: nothing is said where there were none. */
const errorsOf = (stretch: Stretch | undefined): string | null => {
  if (stretch === undefined || !hasErrors(stretch)) return null;
  const { errors, counts } = stretch;
  const parts = [
    ...(counts.failed > 0 ? [`${countOf(counts.failed, "document")} failed`] : []),
    ...(errors > 0 ? [`${countOf(errors, "error")} of the service`] : []),
  ];
  return parts.join(", ");
};

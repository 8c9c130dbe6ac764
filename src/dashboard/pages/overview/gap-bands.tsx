import { useTheme } from "@mui/material";
import { useDrawingArea, useXScale } from "@mui/x-charts/hooks";
import type { ReactNode } from "react";
import type { Stretch } from "../../live/join-history.ts";

type Props = { readonly stretches: readonly Stretch[]; readonly id: string };

/** Hatched where nobody knows what was: not to be taken for silence. */
export const GapBands = ({ stretches, id }: Props): ReactNode => {
  const scale = useXScale<"time">();
  const { top, height } = useDrawingArea();
  const { palette } = useTheme();
  return (
    <g aria-hidden>
      <defs>
        <pattern id={id} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1={0} y1={0} x2={0} y2={6} stroke={palette.text.secondary} strokeWidth={1.5} opacity={0.35} />
        </pattern>
      </defs>
      {gapsIn(stretches).map(({ from, to }) => (
        <rect
          key={from}
          x={scale(from)}
          y={top}
          width={Math.max(1, scale(to) - scale(from))}
          height={height}
          fill={`url(#${id})`}
        />
      ))}
    </g>
  );
};

type Gap = { readonly from: number; readonly to: number };

/** From the last stretch that is known to the next. */
export const gapsIn = (stretches: readonly Stretch[]): readonly Gap[] => {
  const gaps: Gap[] = [];
  for (const [index, { kind, from }] of stretches.entries()) {
    if (kind !== "gap") continue;
    const before = stretches[index - 1];
    const to = stretches[index + 1]?.from ?? from;
    const last = gaps.at(-1);
    if (before?.kind === "gap" && last !== undefined) gaps[gaps.length - 1] = { from: last.from, to };
    else gaps.push({ from: before?.from ?? from, to });
  }
  return gaps;
};

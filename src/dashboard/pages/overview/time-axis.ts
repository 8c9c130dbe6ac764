import type { Stretch } from "../../live/join-history.ts";
import { inLocal } from "../../shared/format.ts";

export const chartHeight = 190;
export const margin = { left: 8, right: 16, top: 16, bottom: 0 } as const;

/** `14:05`, in the viewer's zone. */
export const clockTime = (at: number): string => inLocal(at).slice(11, 16);

export const timeAxis = (stretches: readonly Stretch[]) => ({
  data: stretches.map(({ from }) => new Date(from)),
  scaleType: "time" as const,
  tickMinStep: 60_000,
  valueFormatter: (at: Date, { location }: { readonly location: string }) =>
    location === "tick" ? clockTime(at.getTime()) : inLocal(at.getTime()).slice(11),
});

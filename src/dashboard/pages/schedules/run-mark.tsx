import type { ReactNode } from "react";
import type { State } from "../../shared/runs/run-state.tsx";

type Props = {
  readonly state: State;
  /** How long it took, of the longest beside it: 0 to 1. */
  readonly share: number;
  readonly color: string;
};

/** Where the bars stand, how high they may be, and how low. Units of the drawing. */
const ground = 26;
const heightMax = 16;
const heightMin = 3;

/** A run as a bar: filled when it did its work, open when it was broken off, a ring when it never began, crossed when it failed. */
export const RunMark = ({ state, share, color }: Props): ReactNode => (
  <svg viewBox="0 0 24 28" width="24" height="28" aria-hidden="true">
    {state === "skipped" || state === "queued" ? (
      <circle cx="12" cy={ground - 4} r="3.25" fill="none" stroke={color} strokeWidth="1.75" />
    ) : (
      <Bar height={Math.max(heightMin, heightMax * share)} isOpen={state === "cancelled"} color={color} />
    )}
    {state === "failed" && <path d="m9 2 6 6m0-6-6 6" stroke={color} strokeWidth="2" strokeLinecap="round" />}
  </svg>
);

type BarProps = { readonly height: number; readonly isOpen: boolean; readonly color: string };

const Bar = ({ height, isOpen, color }: BarProps): ReactNode => (
  <rect
    x="8"
    y={ground - height}
    width="8"
    height={height}
    rx="1.5"
    fill={isOpen ? "none" : color}
    stroke={color}
    strokeWidth="1.5"
  />
);

import { Box, Link } from "@mui/material";
import type { WireRun } from "../../../contract/run.ts";
import { href } from "../../routing/route.ts";
import { count } from "../format.ts";
import type { Column } from "../list/column.ts";
import { runTitle } from "../run-title.ts";
import { Time } from "../time.tsx";
import { DurationBar } from "./duration-bar.tsx";
import { RunCause } from "./run-cause.tsx";
import { runErrorWords } from "./run-error-words.ts";
import { RunState } from "./run-state.tsx";
import { isOver, tookMs } from "./run-time.ts";

type Shown = {
  /** The longest of those shown. Unit: ms. */
  readonly maxMs: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** They are all of one schedule: nobody need be told which. */
  readonly ofOneSchedule: boolean;
};

/** The longest of some runs, for `runColumns`. Unit: ms. */
export const longestMs = (runs: readonly WireRun[], now: number): number =>
  runs.reduce((longest, run) => Math.max(longest, tookMs(run, now) ?? 0), 0);

/** What a list of runs shows of each. */
export const runColumns = ({ maxMs, now, ofOneSchedule }: Shown): readonly Column<WireRun>[] => [
  { id: "title", title: "Run", width: 200, cell: (run) => <TitleCell run={run} /> },
  { id: "state", title: "State", width: 120, cell: ({ state }) => <RunState state={state} /> },
  { id: "when", title: "When", width: 120, cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    id: "took",
    title: "Took",
    width: 210,
    cell: (run) => <DurationBar ms={tookMs(run, now)} maxMs={maxMs} state={run.state} />,
  },
  { id: "cause", title: "Begun by", cell: (run) => (ofOneSchedule ? whoLetIt(run) : <RunCause run={run} />) },
  { id: "read", title: "Read", align: "right", width: 80, cell: ({ counts }) => number(counts.read) },
  {
    id: "changed",
    title: "Changed",
    align: "right",
    width: 94,
    cell: ({ counts }) => number(counts.applied + counts.retracted),
  },
  { id: "failed", title: "Failed", align: "right", width: 80, cell: ({ counts }) => number(counts.failed) },
];

const whoLetIt = ({ actor, schedule }: WireRun): string => (schedule?.plannedAt === null ? actor : "its time");

/** Nothing is quieter than a nought. */
const number = (value: number) =>
  value === 0 ? (
    <Box component="span" sx={{ color: "text.secondary" }}>
      0
    </Box>
  ) : (
    count(value)
  );

const quiet = { color: "text.secondary", fontSize: "0.8125rem" } as const;

const howFar = ({ progress: { processed, total } }: WireRun): string =>
  total === null ? `${count(processed)} looked at` : `${count(processed)} of ${count(total)}`;

const TitleCell = ({ run }: { readonly run: WireRun }) => (
  <>
    <Link href={href("runs", [run.id])}>{runTitle(run)}</Link>
    {run.error !== null && (
      <Box sx={quiet} title={run.error.message}>
        {runErrorWords(run.error.code).short}
      </Box>
    )}
    {!isOver(run) && <Box sx={quiet}>{howFar(run)}</Box>}
  </>
);

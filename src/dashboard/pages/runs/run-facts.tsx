import { Link } from "@mui/material";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { usePageExists } from "../../routing/known-pages.ts";
import { href } from "../../routing/route.ts";
import { Facts } from "../../shared/facts.tsx";
import { IdText } from "../../shared/id-text.tsx";
import { Panel } from "../../shared/panel.tsx";
import { RunCause, ScheduleLink } from "../../shared/runs/run-cause.tsx";
import { Time } from "../../shared/time.tsx";

type Fact = readonly [label: string, value: ReactNode];

/** Who began it, why and when, and by what it is found elsewhere. */
export const RunFacts = ({ run }: { readonly run: WireRun }): ReactNode => {
  const result = useResult(run);
  return (
    <Panel title="About this run">
      <Facts
        facts={[
          ["Begun by", <RunCause key="cause" run={run} />],
          ...plannedOf(run),
          ["Ordered", <Time key="ordered" at={run.createdAt} />],
          ["Began", <Time key="began" at={run.startedAt} none="never" />],
          ["Ended", <Time key="ended" at={run.endedAt} none={run.startedAt === null ? "–" : "not yet"} />],
          ...modeOf(run),
          ...(result === null ? [] : [result]),
          ["Run", <IdText key="id" id={run.id} copyAs="run's id" />],
          ["Trace", run.traceId === null ? "not traced" : <IdText key="trace" id={run.traceId} copyAs="trace's id" />],
        ]}
      />
    </Panel>
  );
};

const plannedOf = ({ schedule }: WireRun): readonly Fact[] => {
  if (schedule === null) return [];
  const { name, plannedAt } = schedule;
  return plannedAt === null
    ? [
        [
          "Schedule",
          <>
            <ScheduleLink key="schedule" name={name} />, outside its times
          </>,
        ],
      ]
    : [["Planned for", <Time key="planned" at={plannedAt} />]];
};

const modeOf = ({ dryRun, confirmed, resumedFrom }: WireRun): readonly Fact[] => [
  ...(dryRun ? [["Mode", "Dry run: counts only, changes nothing"] as const] : []),
  ...(confirmed ? [["Confirmed", "A person has allowed it to take back what is gone"] as const] : []),
  ...(resumedFrom === null
    ? []
    : [
        [
          "Goes on with",
          <Link key="resumed" href={href("runs", [resumedFrom])}>
            the run that waited for a confirmation
          </Link>,
        ] as const,
      ]),
];

/** Where what it found or did is told in full. */
const useResult = ({ id, kind, state }: WireRun): Fact | null => {
  const [hasConsistency, hasFailures] = [usePageExists("consistency"), usePageExists("failures")];
  if (kind === "consistency" && state !== "skipped" && hasConsistency)
    return [
      "Found",
      <Link key="check" href={href("consistency", ["checks", id])}>
        the report of this check
      </Link>,
    ];
  if (kind === "retry" && hasFailures)
    return [
      "Failures",
      <Link key="failures" href={href("failures")}>
        those that are left
      </Link>,
    ];
  return null;
};

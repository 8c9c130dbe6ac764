import type { ReactNode } from "react";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { Facts } from "../../shared/facts.tsx";
import { count, duration } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { runKindWords } from "../../shared/run-title.ts";
import { RunState } from "../../shared/runs/run-state.tsx";
import { Time } from "../../shared/time.tsx";

/** What it starts, and how that has gone. */
export const ScheduleFacts = ({ schedule }: { readonly schedule: WireSchedule }): ReactNode => {
  const { kind, description, enabled, runCount, averageDuration, lastRun, lastStatus, lastError } = schedule;
  return (
    <Panel title="About this schedule">
      <Facts
        facts={[
          ["What runs", runKindWords[kind]],
          ["Description", description === "" ? "–" : description],
          ["Enabled", enabled ? "yes" : "no"],
          ["Last run", <Time key="last" at={lastRun} none="never" />],
          ["How it went", lastStatus === null ? "–" : <RunState key="state" state={lastStatus} />],
          ...(lastError === null ? [] : [["Reason", lastError] as const]),
          ["Runs", count(runCount)],
          ["Takes", averageDuration === 0 ? "–" : `${duration(averageDuration)}, the average of those that succeeded`],
          ["Created", <Time key="created" at={schedule.createdAt} />],
          ["Changed", <Time key="changed" at={schedule.updatedAt} />],
        ]}
      />
    </Panel>
  );
};

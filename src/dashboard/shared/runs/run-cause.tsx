import { Link } from "@mui/material";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { usePageExists } from "../../routing/known-pages.ts";
import { href } from "../../routing/route.ts";

/** Who or what began a run. */
export const RunCause = ({ run }: { readonly run: Pick<WireRun, "trigger" | "actor" | "schedule"> }): ReactNode => {
  const { trigger, actor, schedule } = run;
  if (schedule === null) return trigger === "startup" ? "The service itself" : `${actor}${byWhat[trigger]}`;
  const link = <ScheduleLink name={schedule.name} />;
  return schedule.plannedAt === null ? (
    <>
      {actor}, by {link}
    </>
  ) : (
    link
  );
};

const byWhat: Readonly<Record<Exclude<WireRun["trigger"], "startup">, string>> = {
  api: "",
  cli: ", on the command line",
  schedule: "",
};

export const ScheduleLink = ({ name }: { readonly name: string }): ReactNode =>
  usePageExists("schedules") ? <Link href={href("schedules", [name])}>{name}</Link> : name;

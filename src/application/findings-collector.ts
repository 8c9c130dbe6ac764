import type { Finding } from "../domain/consistency/finding.ts";
import type { CheckNotes } from "./check-notes.ts";

/** Takes what a closer look reports, to be worked with instead of stored. */
export type FindingsCollector = Pick<CheckNotes, "report" | "unsettled" | "notFollowed"> & {
  readonly findings: readonly Finding[];
};

export const createFindingsCollector = (): FindingsCollector => {
  const findings: Finding[] = [];
  return {
    findings,
    report: (more) => {
      findings.push(...more);
      return Promise.resolve();
    },
    // What keeps changing is not there to be mended: the stream sees to it.
    unsettled: () => undefined,
    notFollowed: () => undefined,
  };
};

import type { HealthInput } from "./health-input.ts";
import type { Rule } from "./health-rule.ts";
import { isHeadroomLow } from "./oplog-headroom.ts";

/** What either database's state alone is a reason for. */
export const databaseRules: readonly Rule[] = [
  {
    code: "oplog_headroom_low",
    severity: "degraded",
    when: ({ oplog }) => oplog !== null && isHeadroomLow(oplog),
    message: ({ oplog }) =>
      `Changes not read yet will soon leave the main database's oplog: ${oplog?.headroomS ?? 0} of ${oplog?.windowS ?? 0} s are left.`,
    action: "Enlarge the oplog (replSetResizeOplog) before history is lost, and look for what holds the stream up.",
  },
  {
    code: "breaker_open",
    severity: "degraded",
    when: ({ breakers }) => openBreakers({ breakers }).length > 0,
    message: (input) => `Calls are held back after failures in a row: ${openBreakers(input).join(", ")}.`,
    action: "Look at that database; one call is let through every few seconds, and the first that succeeds ends this.",
  },
  {
    code: "overloaded",
    severity: "degraded",
    when: ({ unitShare, realTime }) => unitShare < 1 || isOverload(realTime.error),
    message: ({ unitShare }) =>
      `A database cannot keep up: units of work are at ${Math.round(unitShare * 100)} % of their usual size.`,
    action: "Nothing is lost, and units grow again by themselves. If it stays, look at the load of both databases.",
  },
];

const openBreakers = ({ breakers }: Pick<HealthInput, "breakers">): readonly string[] => [
  ...(breakers.source === "closed" ? [] : [`main database (${breakers.source.replace("_", "-")})`]),
  ...(breakers.accounting === "closed" ? [] : [`accounting database (${breakers.accounting.replace("_", "-")})`]),
];

export const isOverload = (error: HealthInput["realTime"]["error"]): boolean =>
  error?.code.endsWith("_overloaded") ?? false;

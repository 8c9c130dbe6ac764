import type { CarriedUnit, CarryPorts } from "./carry-unit.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log, LogFacts } from "./ports/log.ts";
import { tellingBugs } from "./telling-bugs.ts";

type Ports = Parameters<typeof tellingBugs>[0] & { readonly log: Log; readonly clock: Clock };

/** What the log hears of the units in the lane. */
export const tellingUnits = (ports: Ports): Required<Pick<CarryPorts, "onCarried" | "onBug">> => ({
  onCarried: (unit) => tellBatch(ports, unit),
  onBug: tellingBugs(ports),
});

/** One line for a unit that went through the lane, whatever came of it. */
const tellBatch = ({ log, clock }: Ports, unit: CarriedUnit): void => {
  const { batch, result, durationMs, oldestChangeAt } = unit;
  const facts: LogFacts = {
    kind: batch.kind,
    cause: batch.cause.kind,
    outcome: result.kind,
    ...(batch.kind === "reconcile" ? { events: batch.events, keys: keysIn(batch.keys) } : {}),
    ...("outcomes" in result ? result.outcomes : {}),
    ...(result.kind === "committed" ? { rowsChanged: result.rowsChanged } : {}),
    ...("checkpoint" in result ? { commitNo: Number(result.checkpoint.commitNo) } : {}),
    ...(oldestChangeAt === null ? {} : { lagMs: Math.max(0, clock.now() - oldestChangeAt) }),
    durationMs: Math.round(durationMs),
  };
  // A quiet database's position is saved every half minute: nothing to tell anybody.
  if (facts.keys === 0) log.debug("batch", facts);
  else log.often("batch", facts);
};

type Keys = Readonly<Record<"payments" | "properties" | "owners", readonly unknown[]>>;

const keysIn = ({ payments, properties, owners }: Keys): number => payments.length + properties.length + owners.length;

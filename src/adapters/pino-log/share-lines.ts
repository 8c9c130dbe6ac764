import { type LogFacts, type LogField, logFields } from "../../application/ports/log.ts";

/** Lines of one kind are at least this far apart. Unit: ms. */
export const lineEveryMs = 10_000;
/** Kinds of lines told apart at once; beyond these all that wait are written. */
const kindsMax = 100;

export type SharedLines = {
  /** The first line of its kind is written at once; those of the next ten seconds share one. */
  add(message: string, facts: LogFacts): void;
  /** Writes what waits: whatever is told next comes after it. */
  flush(): void;
};

type Kind = { readonly message: string; waiting: LogFacts | null };

/** `later` calls back once, in so many ms. */
export const shareLines = (
  write: (message: string, facts: LogFacts) => void,
  later: (work: () => void, ms: number) => void,
): SharedLines => {
  const kinds = new Map<string, Kind>();

  const writeWaiting = (kind: Kind): boolean => {
    if (kind.waiting === null) return false;
    write(kind.message, kind.waiting);
    kind.waiting = null;
    return true;
  };

  const keepTime = (name: string, kind: Kind): void =>
    later(() => {
      if (writeWaiting(kind)) keepTime(name, kind);
      else if (kinds.get(name) === kind) kinds.delete(name);
    }, lineEveryMs);

  const flush = (): void => {
    for (const kind of kinds.values()) writeWaiting(kind);
  };

  return {
    add: (message, facts) => {
      const name = JSON.stringify([message, ...fieldsOf(facts, "same").map((field) => facts[field])]);
      const known = kinds.get(name);
      if (known !== undefined) {
        known.waiting = known.waiting === null ? { ...facts, times: 1 } : together(known.waiting, facts);
        return;
      }
      if (kinds.size >= kindsMax) {
        flush();
        kinds.clear();
      }
      const kind: Kind = { message, waiting: null };
      kinds.set(name, kind);
      write(message, facts);
      keepTime(name, kind);
    },
    flush,
  };
};

// Safe: the keys of facts are fields.
const fieldsOf = (facts: LogFacts, how: (typeof logFields)[LogField]): readonly LogField[] =>
  (Object.keys(facts) as LogField[]).filter((field) => logFields[field] === how).sort();

const together = (before: LogFacts, now: LogFacts): LogFacts => {
  const isSlowest = numberOf(now.durationMs) >= numberOf(before.durationMs);
  const all: LogFacts = { ...before, ...now };
  const sums = fieldsOf(all, "sum").map((field) => [field, numberOf(before[field]) + numberOf(now[field])]);
  const most = fieldsOf(all, "max").map((field) => [field, Math.max(numberOf(before[field]), numberOf(now[field]))]);
  const one = fieldsOf(all, "slowest").map((field) => [field, (isSlowest ? now : before)[field] ?? null]);
  return { ...all, ...Object.fromEntries([...sums, ...most, ...one]), times: numberOf(before.times) + 1 };
};

const numberOf = (fact: LogFacts[LogField] | undefined): number => (typeof fact === "number" ? fact : 0);

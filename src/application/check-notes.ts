import { type ClusterTime, maxClusterTime } from "../domain/cluster-time.ts";
import { type Check, type CheckLooked, countFinding, criticalCountOf } from "../domain/consistency/check.ts";
import type { Finding } from "../domain/consistency/finding.ts";
import type { CheckStore, NumberedFinding } from "./ports/check-store.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";

/** Findings stored per check; beyond these they are counted only. */
export const findingsStoredMax = 100_000;
/** Findings written together. */
const findingsAtOnce = 500;
/** Findings remembered so that none is told twice. */
const toldMax = 50_000;

/** What one check has looked at and found, while it runs. */
export type CheckNotes = {
  check(): Check;
  report(findings: readonly Finding[]): Promise<void>;
  /** Something has been reported of the document with this key: its journal need not repeat it. */
  hasTold(key: string): boolean;
  looked(more: Partial<CheckLooked>): void;
  readAt(asOf: ClusterTime): void;
  unsettled(documents: number): void;
  /** Changes under way could not be waited for. */
  notFollowed(): void;
  /** Stores what is left, and the check as it ended. `before`: the newest complete check when this one began. */
  end(state: "complete" | "incomplete", before: Check | null, signal: AbortSignal): Promise<Check>;
};

export type NotesPorts = RetryPorts & { readonly checks: CheckStore; readonly epoch: bigint };

export const createCheckNotes = (ports: NotesPorts, start: Check, signal: AbortSignal): CheckNotes => {
  const { checks, clock, epoch } = ports;
  const told = new Set<string>();
  let check = start;
  let waiting: NumberedFinding[] = [];

  const note = (finding: Finding): void => {
    const name = nameOf(finding.rule, finding.key, finding.field);
    if (told.has(name)) return;
    if (told.size < toldMax) told.add(name).add(finding.key);
    const number = check.findings + 1;
    check = { ...check, findings: number, byRule: countFinding(check.byRule, finding) };
    if (number <= findingsStoredMax) waiting.push({ ...finding, number });
    else check = { ...check, isTruncated: true };
  };
  const flush = async (until: AbortSignal): Promise<void> => {
    while (waiting.length > 0) {
      const now = waiting.slice(0, findingsAtOnce);
      await retryTransient(ports, () => checks.addFindings(check.id, now, until), until);
      waiting = waiting.slice(now.length);
    }
  };

  return {
    check: () => check,
    hasTold: (key) => told.has(key),
    report: async (findings) => {
      for (const finding of findings) note(finding);
      if (waiting.length >= findingsAtOnce) await flush(signal);
    },
    looked: (more) => {
      check = { ...check, looked: addLooked(check.looked, more) };
    },
    readAt: (asOf) => {
      check = { ...check, asOf: { from: check.asOf?.from ?? asOf, to: maxClusterTime(check.asOf?.to ?? asOf, asOf) } };
    },
    unsettled: (documents) => {
      check = { ...check, unsettled: check.unsettled + documents };
    },
    notFollowed: () => {
      check = { ...check, followsStream: false };
    },
    end: async (state, before, until) => {
      await flush(until);
      // Later than the one before, also where the clock was set back meanwhile: the newest report must be the newest.
      const endedAt = Math.max(clock.now(), (before?.endedAt ?? 0) + 1);
      const criticalSince = criticalCountOf(check) === 0 ? null : (before?.criticalSince ?? endedAt);
      check = { ...check, state, endedAt, criticalSince };
      await retryTransient(ports, () => checks.save(check, epoch, until), until);
      return check;
    },
  };
};

const nameOf = (...parts: readonly string[]): string => parts.join("\n");

const addLooked = (a: CheckLooked, b: Partial<CheckLooked>): CheckLooked => ({
  payments: a.payments + (b.payments ?? 0),
  properties: a.properties + (b.properties ?? 0),
  rows: a.rows + (b.rows ?? 0),
  accounts: a.accounts + (b.accounts ?? 0),
  journalLines: a.journalLines + (b.journalLines ?? 0),
});

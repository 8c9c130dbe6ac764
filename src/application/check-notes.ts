import { type ClusterTime, maxClusterTime } from "../domain/cluster-time.ts";
import { type Check, type CheckLooked, countFinding, criticalCountOf } from "../domain/consistency/check.ts";
import type { Finding } from "../domain/consistency/finding.ts";
import { AppError } from "./errors.ts";
import type { CheckStore, NumberedFinding } from "./ports/check-store.ts";
import type { Page } from "./ports/ledger-reader.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";
import type { VerificationWatch } from "./verification-watch.ts";

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
  /** Payments that are in the ledger as they must be. */
  matched(payments: number): void;
  /** How many documents there are to look at, and how far it is. */
  at(progress: Partial<Pick<Check, "place" | "total">>): void;
  /** Writes down how far it has come, with all that was found until there. Rejects with `fenced` when another leader goes on with it. */
  save(): Promise<void>;
  unsettled(documents: number): void;
  /** Changes under way could not be waited for. */
  notFollowed(): void;
  /** Stores what is left, and the check as it ended. `before`: the newest complete check when this one began. */
  end(state: "complete" | "incomplete", before: Check | null, signal: AbortSignal): Promise<Check>;
};

export type NotesPorts = RetryPorts & {
  readonly checks: CheckStore;
  readonly epoch: bigint;
  readonly verification: Pick<VerificationWatch, "looking" | "ended">;
};

/** Whether the same has been reported of the same document; bounded, so that a wrecked ledger does not fill the memory. */
const createTold = () => {
  const told = new Set<string>();
  return {
    has: (name: string): boolean => told.has(name),
    add: (finding: Finding): void => {
      if (told.size < toldMax) told.add(nameOf(finding)).add(finding.key);
    },
  };
};

export const createCheckNotes = (ports: NotesPorts, start: Check, signal: AbortSignal): CheckNotes =>
  notesFrom(ports, start, createTold(), signal);

/** Goes on with a check that was broken off. What it reported after its place was last written down counts as well. */
export const resumeCheckNotes = async (ports: NotesPorts, check: Check, signal: AbortSignal): Promise<CheckNotes> => {
  const told = createTold();
  let { findings, byRule } = check;
  await eachFinding(ports, check.id, signal, (finding) => {
    told.add(finding);
    if (finding.number <= check.findings) return;
    findings = finding.number;
    byRule = countFinding(byRule, finding);
  });
  return notesFrom(ports, { ...check, findings, byRule }, told, signal);
};

const eachFinding = async (
  { checks, ...ports }: NotesPorts,
  checkId: string,
  signal: AbortSignal,
  take: (finding: NumberedFinding) => void,
): Promise<void> => {
  let cursor: string | null = null;
  do {
    const request = { limit: findingsAtOnce, cursor };
    const read = () => checks.findings(checkId, { rule: null, propertyId: null }, request, signal);
    const page: Page<NumberedFinding> = await retryTransient(ports, read, signal);
    page.items.forEach(take);
    cursor = page.next;
  } while (cursor !== null);
};

const notesFrom = (
  ports: NotesPorts,
  start: Check,
  told: ReturnType<typeof createTold>,
  signal: AbortSignal,
): CheckNotes => {
  const { checks, clock, epoch } = ports;
  let check = start;
  let waiting: NumberedFinding[] = [];

  const note = (finding: Finding): void => {
    if (told.has(nameOf(finding))) return;
    told.add(finding);
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

  const write = async (until: AbortSignal): Promise<void> => {
    if ((await retryTransient(ports, () => checks.save(check, epoch, until), until)) === "saved") return;
    throw new AppError("fenced", "Another instance goes on with this check.");
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
    matched: (payments) => {
      check = { ...check, matchedPayments: check.matchedPayments + payments };
    },
    at: (progress) => {
      check = { ...check, ...progress };
      ports.verification.looking(check);
    },
    save: async () => {
      await flush(signal);
      check = { ...check, savedAt: clock.now() };
      await write(signal);
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
      check = { ...check, state, endedAt, criticalSince, place: null };
      await write(until);
      ports.verification.ended(check);
      return check;
    },
  };
};

const nameOf = ({ rule, key, field }: Finding): string => [rule, key, field].join("\n");

const addLooked = (a: CheckLooked, b: Partial<CheckLooked>): CheckLooked => ({
  payments: a.payments + (b.payments ?? 0),
  properties: a.properties + (b.properties ?? 0),
  rows: a.rows + (b.rows ?? 0),
  accounts: a.accounts + (b.accounts ?? 0),
  journalLines: a.journalLines + (b.journalLines ?? 0),
});

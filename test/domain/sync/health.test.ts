import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noFailures } from "../../../src/domain/sync/failure.ts";
import { assessHealth, type HealthInput, type RealTimeState } from "../../../src/domain/sync/health.ts";
import { checkAgeMaxMs, criticalMaxMs, lagDegradedMs } from "../../../src/domain/sync/health-rules.ts";
import { isHeadroomLow } from "../../../src/domain/sync/oplog-headroom.ts";
import { runs } from "../../support/runs.ts";

const sound: HealthInput = {
  realTime: { wanted: true, state: "live", polling: null, error: null },
  lagMs: 12,
  openFailures: 0,
  failureCounts: noFailures,
  quarantined: [],
  hasLeader: true,
  leaderSilent: false,
  gapOpen: false,
  initialised: true,
  needsConfirmation: null,
  driftCorrected: 0,
  ledgerAhead: 0,
  viewObstructed: false,
  breakers: { source: "closed", accounting: "closed" },
  unitShare: 1,
  oplog: { headroomS: 7_000, windowS: 7_200, behindS: 200 },
  consistency: { ageMs: 1_000, isConsistent: true, findings: 0, criticalForMs: null },
};

const inState = (
  state: RealTimeState,
  wanted = true,
  error: HealthInput["realTime"]["error"] = null,
): Partial<HealthInput> => ({
  realTime: { wanted, state, polling: null, error },
});

type Example = { readonly when: string; readonly input: Partial<HealthInput>; readonly severity: string };

const examples: Readonly<Record<string, Example>> = {
  no_leader: { when: "nobody holds the lease", input: { hasLeader: false }, severity: "unhealthy" },
  polling_mode: {
    when: "the main database is polled",
    input: {
      realTime: { wanted: true, state: "live", polling: { pollEveryMs: 1_000, sweepEveryMs: 60_000 }, error: null },
    },
    severity: "degraded",
  },
  leader_silent: { when: "nobody knows how the leader is", input: { leaderSilent: true }, severity: "degraded" },
  real_time_failed: { when: "real time has failed", input: inState("failed"), severity: "unhealthy" },
  database_away: { when: "a database is waited for", input: inState("waiting"), severity: "unhealthy" },
  real_time_error: {
    when: "real time has met an error that is no absence",
    input: inState("waiting", true, { code: "internal", message: "a unit could not be planned" }),
    severity: "unhealthy",
  },
  real_time_stopped: { when: "real time is wanted and stopped", input: inState("stopped"), severity: "unhealthy" },
  real_time_off: { when: "an operator has stopped it", input: inState("stopped", false), severity: "degraded" },
  starting: { when: "real time is starting", input: inState("starting"), severity: "degraded" },
  needs_confirmation: {
    when: "a full sync waits for a person",
    input: { needsConfirmation: { runId: "r1", reason: "the main database is empty" } },
    severity: "unhealthy",
  },
  history_lost: { when: "changes were missed", input: { gapOpen: true }, severity: "unhealthy" },
  initial_sync: { when: "the first full sync is not over", input: { initialised: false }, severity: "degraded" },
  reprojecting: { when: "another projection is coming", input: inState("reprojecting"), severity: "degraded" },
  breaker_open: {
    when: "calls of a database are held back",
    input: { breakers: { source: "closed", accounting: "half_open" } },
    severity: "degraded",
  },
  oplog_headroom_low: {
    when: "what was not read yet is about to leave the oplog",
    input: { oplog: { headroomS: 1_799, windowS: 7_200, behindS: 5_401 } },
    severity: "degraded",
  },
  overloaded: { when: "a database cannot keep up", input: { unitShare: 0.5 }, severity: "degraded" },
  lag_high: { when: "the ledger is a minute behind", input: { lagMs: lagDegradedMs + 1 }, severity: "degraded" },
  lag_unknown: { when: "the source is not heard", input: { lagMs: null }, severity: "degraded" },
  open_failures: { when: "a document is malformed", input: { openFailures: 1 }, severity: "degraded" },
  quarantined_failures: {
    when: "a failure waits for a person",
    input: { failureCounts: { ...noFailures, quarantined: 2 }, quarantined: ["payments/~srent"] },
    severity: "degraded",
  },
  mass_failure: {
    when: "the fuse has blown",
    input: inState("failed", true, { code: "mass_failure", message: "Real-time sync has paused" }),
    severity: "unhealthy",
  },
  drift: { when: "something nobody reported was corrected", input: { driftCorrected: 1 }, severity: "degraded" },
  critical_inconsistency: {
    when: "money differs and nobody mends it",
    input: { consistency: { ageMs: 0, isConsistent: true, findings: 1, criticalForMs: criticalMaxMs + 1 } },
    severity: "unhealthy",
  },
  inconsistent: {
    when: "the last check has found something",
    input: { consistency: { ageMs: 0, isConsistent: false, findings: 1, criticalForMs: criticalMaxMs } },
    severity: "degraded",
  },
  check_overdue: {
    when: "the weekly check did not run",
    input: { consistency: { ageMs: checkAgeMaxMs + 1, isConsistent: true, findings: 0, criticalForMs: null } },
    severity: "degraded",
  },
  never_checked: { when: "no check has looked yet", input: { consistency: null }, severity: "degraded" },
  ledger_ahead: { when: "rows claimed a time to come", input: { ledgerAhead: 1 }, severity: "degraded" },
  view_obstructed: {
    when: "a collection is in the view's place",
    input: { viewObstructed: true },
    severity: "degraded",
  },
};

const states: readonly RealTimeState[] = [
  "stopped",
  "starting",
  "initial_sync",
  "reprojecting",
  "history_lost",
  "live",
  "waiting",
  "failed",
];

// Safe: the keys of the object above.
const aspects = Object.keys(sound) as (keyof HealthInput)[];

const anyBreaker = fc.constantFrom("closed", "closed", "open", "half_open");

const anyInput: fc.Arbitrary<HealthInput> = fc.record({
  realTime: fc.record({
    wanted: fc.boolean(),
    state: fc.constantFrom(...states, "live" as const),
    polling: fc.option(fc.constant({ pollEveryMs: 1_000, sweepEveryMs: 60_000 })),
    error: fc.option(fc.constantFrom("internal", "mass_failure").map((code) => ({ code, message: "something broke" }))),
  }),
  lagMs: fc.option(fc.nat(2 * lagDegradedMs)),
  openFailures: fc.nat(2),
  failureCounts: fc.record({ open: fc.nat(2), retrying: fc.nat(2), quarantined: fc.nat(2), dismissed: fc.nat(2) }),
  quarantined: fc.array(fc.constantFrom("payments/a", "payments/b"), { maxLength: 2 }),
  hasLeader: fc.boolean(),
  leaderSilent: fc.boolean(),
  gapOpen: fc.boolean(),
  initialised: fc.boolean(),
  needsConfirmation: fc.option(fc.constant({ runId: "r1", reason: "much would go" })),
  driftCorrected: fc.nat(2),
  ledgerAhead: fc.nat(2),
  viewObstructed: fc.boolean(),
  breakers: fc.record({ source: anyBreaker, accounting: anyBreaker }),
  unitShare: fc.constantFrom(1, 1, 0.25),
  oplog: fc.option(fc.record({ headroomS: fc.nat(100), windowS: fc.nat(100), behindS: fc.nat(100) })),
  consistency: fc.option(
    fc.record({
      ageMs: fc.nat(2 * checkAgeMaxMs),
      isConsistent: fc.boolean(),
      findings: fc.nat(5),
      criticalForMs: fc.option(fc.nat(2 * criticalMaxMs)),
    }),
  ),
});

describe("health", () => {
  it("is good when all is known and as it should be", () => {
    expect(assessHealth(sound)).toEqual({ status: "healthy", reasons: [] });
    expect(assessHealth({ ...sound, lagMs: lagDegradedMs })).toEqual({ status: "healthy", reasons: [] });
  });

  for (const [code, { when, input, severity }] of Object.entries(examples)) {
    it(`is ${severity} for ${code} when ${when}`, () => {
      const { status, reasons } = assessHealth({ ...sound, ...input });
      expect(reasons).toMatchObject([{ code, severity }]);
      expect(status).toBe(severity);
    });
  }

  it("has no reason without an example here, and each says what is the matter and what to do", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const { code, severity, message, action } of assessHealth(input).reasons) {
          expect(examples[code]?.severity).toBe(severity);
          expect(message.length).toBeGreaterThan(10);
          expect(action.length).toBeGreaterThan(10);
          expect(`${message} ${action}`).not.toMatch(/undefined|null|NaN/);
        }
      }),
      runs(1_000),
    );
  });

  it("is what the worst reason says", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { status, reasons } = assessHealth(input);
        const severities = reasons.map(({ severity }) => severity);
        if (severities.includes("unhealthy")) expect(status).toBe("unhealthy");
        else expect(status).toBe(severities.length > 0 ? "degraded" : "healthy");
      }),
      runs(1_000),
    );
  });

  it("is good exactly when nothing is unknown, missing, waiting or not running", () => {
    const someWrong = fc
      .tuple(anyInput, fc.subarray(aspects, { maxLength: 2 }))
      .map(([wild, chosen]) => ({ ...sound, ...Object.fromEntries(chosen.map((aspect) => [aspect, wild[aspect]])) }));
    fc.assert(
      fc.property(someWrong, (input) => {
        const { realTime, lagMs, hasLeader, leaderSilent, initialised, gapOpen, needsConfirmation } = input;
        const isRunning =
          realTime.state === "live" && realTime.polling === null && hasLeader && !leaderSilent && initialised;
        const isKnown = lagMs !== null && lagMs <= lagDegradedMs && !gapOpen;
        const { breakers, unitShare } = input;
        const isUndisturbed =
          input.openFailures + input.failureCounts.quarantined + input.driftCorrected + input.ledgerAhead === 0 &&
          !input.viewObstructed;
        const isUnhindered = breakers.source === "closed" && breakers.accounting === "closed" && unitShare === 1;
        const hasHeadroom = input.oplog === null || !isHeadroomLow(input.oplog);
        const { consistency } = input;
        const isChecked =
          consistency?.isConsistent === true &&
          consistency.ageMs <= checkAgeMaxMs &&
          (consistency.criticalForMs ?? 0) <= criticalMaxMs;
        const isSound = hasHeadroom && isUnhindered && isUndisturbed && isChecked;
        const isWell = isSound && isRunning && isKnown && needsConfirmation === null;
        expect(assessHealth(input).status === "healthy").toBe(isWell);
      }),
      runs(1_000),
    );
  });

  it("is never good in any state but live, all else being well", () => {
    for (const state of states) {
      const { status } = assessHealth({ ...sound, ...inState(state) });
      expect(status === "healthy", state).toBe(state === "live");
    }
  });

  it("names the database whose calls are held back, and how small the units are", () => {
    const breakers = { source: "open", accounting: "closed" } as const;
    const messages = assessHealth({ ...sound, breakers, unitShare: 0.25 }).reasons.map(({ message }) => message);
    expect(messages[0]).toContain("main database (open)");
    expect(messages[1]).toContain("25 %");
  });

  it("is not called an error of ours, nor an absence, when a database cannot keep up", () => {
    const error = { code: "accounting_overloaded", message: "The accounting database cannot keep up." };
    const { reasons } = assessHealth({ ...sound, realTime: { wanted: true, state: "waiting", polling: null, error } });
    expect(reasons).toMatchObject([{ code: "overloaded", severity: "degraded" }]);
  });

  it("says more of what a component said itself", () => {
    const error = { code: "source_replaced", message: "The main database is older than the ledger." };
    const { reasons } = assessHealth({ ...sound, realTime: { wanted: true, state: "failed", polling: null, error } });
    expect(reasons[0]?.message).toBe(error.message);
  });

  it("names the run that waits for a confirmation, and how to give it", () => {
    const [reason] = assessHealth({ ...sound, ...examples.needs_confirmation?.input }).reasons;
    expect(reason?.message).toContain("the main database is empty");
    expect(reason?.action).toContain('{"confirm": "r1"}');
  });

  it("tells who has stopped real time, and why", () => {
    const stopped = (reason: string | null) =>
      assessHealth({ ...sound, ...inState("stopped", false), realTimeStop: { actor: "ann", reason } }).reasons[0]
        ?.message;
    expect(stopped("an import")).toBe("Real-time sync is off, stopped by ann: an import.");
    expect(stopped(null)).toBe("Real-time sync is off, stopped by ann.");
  });

  it("tells how far behind the ledger is, in seconds", () => {
    expect(assessHealth({ ...sound, lagMs: 61_400 }).reasons[0]?.message).toContain("61 s");
  });
});

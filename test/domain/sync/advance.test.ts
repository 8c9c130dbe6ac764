import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incrementOf } from "../../../src/domain/cluster-time.ts";
import type { ChangePlan } from "../../../src/domain/ledger/plan-changes.ts";
import type { SourceKeys } from "../../../src/domain/source/source-cut.ts";
import { advance, advanceByEntry } from "../../../src/domain/sync/advance.ts";
import { afterCommit, type Checkpoint } from "../../../src/domain/sync/checkpoint.ts";
import { isOpen } from "../../../src/domain/sync/failure.ts";
import { addsUp } from "../../../src/domain/sync/tally.ts";
import { aCheckpoint } from "../../support/a-checkpoint.ts";
import { anyRules, netRules } from "../../support/arbitraries/rules.ts";
import { sourceHistory } from "../../support/arbitraries/source-history.ts";
import { type Played, playSourceHistory } from "../../support/play-source-history.ts";
import { runs } from "../../support/runs.ts";

const sizeOf = ({ payments, properties, owners }: SourceKeys): number =>
  payments.length + properties.length + owners.length;

const unitOf = ({ source }: Played, plan: ChangePlan, events: number) => ({
  token: `u${incrementOf(source.now())}`,
  asOf: source.now(),
  events,
  position: { token: "p", clusterTime: source.now() },
  plan,
});

describe("what a unit moves the checkpoint by", () => {
  it("keeps seq and the number of open failures what journal and records say, and the tally adding up", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, fc.nat(3), (steps, rules, repeats) => {
        let checkpoint: Checkpoint = aCheckpoint;
        let events = 0;
        playSourceHistory(steps, rules, {
          onUnit: (played, plan, keys) => {
            const own = sizeOf(keys) === 0 ? 0 : sizeOf(keys) + repeats;
            checkpoint = afterCommit(checkpoint, advance(checkpoint, unitOf(played, plan, own)));
            events += own;
            const open = [...played.ledger.failures.values()].filter(isOpen);
            expect(checkpoint.openFailures).toBe(open.length);
            expect(checkpoint.seq).toBe(BigInt(played.ledger.journal.length));
            expect(checkpoint.readFloor).toBe(played.source.now());
            expect(checkpoint.tally.events).toBe(events);
            expect(addsUp(checkpoint.tally)).toBe(true);
          },
          onManual: (_, plan) => {
            if (plan.kind === "manual") checkpoint = afterCommit(checkpoint, advanceByEntry(checkpoint, "m"));
          },
        });
      }),
      runs(1_000),
    );
  });

  it("is one commit each time, with its token, also for an entry, which moves neither time nor position", () => {
    const entry = afterCommit(aCheckpoint, advanceByEntry(aCheckpoint, "m1"));
    expect(entry).toEqual({ ...aCheckpoint, commitNo: 1n, unitToken: "m1", seq: 1n });
  });

  it("does not count the keys of a unit that stands for no events, such as a chunk of a full sync", () => {
    const played = playSourceHistory([{ kind: "put_payment", payment: 0, fields: {} }], netRules);
    const plan = played.ledger.planWhole({ payments: [...played.source.payments.keys()], properties: [], owners: [] });
    const moved = advance(aCheckpoint, { ...unitOf(played, plan, 0), position: null });
    expect(moved.tally).toBe(aCheckpoint.tally);
    expect(moved).not.toHaveProperty("position");
  });

  it("is refused when a unit claims fewer events than it has keys: one was lost or counted twice", () => {
    const played = playSourceHistory(
      [0, 1].map((payment) => ({ kind: "put_payment", payment, fields: {} })),
      netRules,
    );
    const plan = played.ledger.planWhole({ payments: [...played.source.payments.keys()], properties: [], owners: [] });
    expect(() => advance(aCheckpoint, unitOf(played, plan, 1))).toThrow(RangeError);
  });
});

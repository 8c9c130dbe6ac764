import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import { type Change, coalesce } from "../../../src/domain/sync/change.ts";
import { anyId } from "../../support/arbitraries/ids.ts";
import { runs } from "../../support/runs.ts";

const anyChange: fc.Arbitrary<Change> = fc.record({
  collection: fc.constantFrom("payments", "properties", "owners"),
  id: anyId,
  clusterTime: fc.nat(1_000).map((increment) => createClusterTime(1_700_000_000, increment)),
  wallTime: fc.integer({ min: 0, max: 1_000_000 }),
  inserted: fc.boolean(),
});

/** Changes of few documents, so that many are of the same one. */
const changes = fc
  .tuple(fc.array(anyChange, { maxLength: 30 }), fc.uniqueArray(anyId, { minLength: 1, maxLength: 3 }))
  .map(([list, ids]) => list.map((change, index): Change => ({ ...change, id: ids[index % ids.length] ?? change.id })));

const keyOf = ({ collection, id }: Change): string => `${collection}/${id}`;

describe("changes that are coalesced", () => {
  it("are nothing when there are none", () => {
    expect(coalesce([])).toEqual({
      keys: { payments: [], properties: [], owners: [] },
      insertedPayments: new Set(),
      events: 0,
      lastClusterTime: null,
      oldestWallTime: null,
    });
  });

  it("keep every key once, by collection, in the order in which it was first reported", () => {
    fc.assert(
      fc.property(changes, (list) => {
        const { keys } = coalesce(list);
        for (const collection of ["payments", "properties", "owners"] as const) {
          const own = list.filter((change) => change.collection === collection).map(({ id }) => id);
          expect(keys[collection]).toEqual([...new Set(own)]);
        }
      }),
      runs(1_000),
    );
  });

  it("keep the number of events, the latest cluster time and the oldest wall time, whatever their order", () => {
    fc.assert(
      fc.property(changes, (list) => {
        const { events, lastClusterTime, oldestWallTime } = coalesce(list);
        const times = list.map(({ clusterTime }) => clusterTime).sort((a, b) => Number(a - b));
        expect(events).toBe(list.length);
        expect(lastClusterTime).toBe(times.at(-1) ?? null);
        expect(oldestWallTime).toBe(list.length === 0 ? null : Math.min(...list.map(({ wallTime }) => wallTime)));
      }),
      runs(1_000),
    );
  });

  it("presume new exactly the payments whose first event is their insertion", () => {
    fc.assert(
      fc.property(changes, (list) => {
        const firsts = list.filter(
          (change, index) => list.findIndex((other) => keyOf(other) === keyOf(change)) === index,
        );
        const inserted = firsts.filter((change) => change.collection === "payments" && change.inserted);
        expect(coalesce(list).insertedPayments).toEqual(new Set(inserted.map(({ id }) => id)));
      }),
      runs(1_000),
    );
  });

  it("are the same keys however they were cut into batches", () => {
    fc.assert(
      fc.property(changes, changes, (a, b) => {
        const whole = coalesce([...a, ...b]);
        const parts = [coalesce(a), coalesce(b)];
        const payments = parts.flatMap(({ keys }) => keys.payments);
        expect(whole.keys.payments).toEqual([...new Set(payments)]);
        expect(whole.events).toBe(parts.reduce((sum, { events }) => sum + events, 0));
      }),
      runs(1_000),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createToldDocuments, gone, type ToldDocuments } from "../../../src/adapters/mongo-source/told-documents.ts";

type Act =
  | { readonly kind: "tell"; readonly id: number; readonly fingerprint: number }
  | { readonly kind: "ask"; readonly id: number }
  | { readonly kind: "sweep" };

/** Few ids, so that they meet again, of the size that hashes have. */
const ids = fc.nat(300).map((number) => number * 30_000_000_000_000 + (number % 7));
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("tell" as const), id: ids, fingerprint: fc.nat(5) }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("ask" as const), id: ids }) },
    { weight: 1, arbitrary: fc.constant({ kind: "sweep" as const }) },
  ),
  { maxLength: 2_000 },
);

/** What the last two sweeps have met, it must know; of the rest it may. */
const createModel = () => ({ sweep: 1, known: new Map<number, { fingerprint: number; seenIn: number }>() });

const play = (act: Act, told: ToldDocuments, model: ReturnType<typeof createModel>): void => {
  if (act.kind === "sweep") {
    told.beginSweep();
    model.sweep += 1;
    return;
  }
  const { known, sweep } = model;
  const document = known.get(act.id);
  expect(told.isSeen(act.id)).toBe(document?.seenIn === sweep);
  const answer = act.kind === "tell" ? tellOf(act, told) : told.told(act.id);
  if (act.kind === "ask" && answer === null) {
    expect(document?.seenIn ?? 0).toBeLessThan(sweep - 1 || 1);
    known.delete(act.id);
  } else {
    if (act.kind === "ask") expect(answer).toBe(document?.fingerprint);
    known.set(act.id, { fingerprint: answer ?? gone, seenIn: sweep });
  }
};

const tellOf = ({ id, fingerprint }: Extract<Act, { kind: "tell" }>, told: ToldDocuments): number => {
  told.tell(id, fingerprint);
  return fingerprint;
};

describe("what has been told", () => {
  it("is never remembered otherwise than it was told, and not forgotten while sweeps still meet it", () => {
    fc.assert(
      fc.property(acts, (history) => {
        const told = createToldDocuments();
        const model = createModel();
        for (const act of history) play(act, told, model);
      }),
      { numRuns: 1_000 },
    );
  });

  it("keeps a hundred thousand documents apart, through all its growing", () => {
    const told = createToldDocuments();
    const idOf = (number: number): number => (number * 2_654_435_761) % 2 ** 53;
    for (let number = 0; number < 100_000; number += 1) told.tell(idOf(number), number);
    const wrong = Array.from({ length: 100_000 }, (_, number) => number).filter((n) => told.told(idOf(n)) !== n);
    expect(wrong).toEqual([]);
  });

  it("leaves out what is too much to remember, and what two sweeps have not met makes room", () => {
    const told = createToldDocuments(600);
    for (let id = 0; id < 1_000; id += 1) told.tell(id, 1);
    expect([told.told(0), told.told(599), told.told(600)]).toEqual([1, 1, null]);
    told.beginSweep();
    told.beginSweep();
    for (let id = 2_000; id < 2_600; id += 1) told.tell(id, 2);
    expect([told.told(0), told.told(2_000), told.told(2_599)]).toEqual([null, 2, 2]);
  });

  it("knows whether any document was ever there: one that is gone is none", () => {
    const told = createToldDocuments();
    told.tell(1, gone);
    expect(told.hasAny()).toBe(false);
    told.tell(1, 5);
    expect(told.hasAny()).toBe(true);
  });
});

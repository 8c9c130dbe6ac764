import { BSON, type Document, Long } from "mongodb";
import { describe, expect, it } from "vitest";
import { checkpointOf, documentOfCheckpoint } from "../../../src/adapters/mongo-accounting/checkpoint-codec.ts";
import { exactNumbers } from "../../../src/adapters/mongo-accounting/long.ts";
import type { Checkpoint } from "../../../src/domain/sync/checkpoint.ts";
import { aCheckpoint } from "../../support/a-checkpoint.ts";
import { currency, usd } from "../../support/arbitraries/rules.ts";

const stored = (document: Document): Document => BSON.deserialize(BSON.serialize(document), exactNumbers);

const rounded: Checkpoint = {
  ...aCheckpoint,
  rounding: [
    { currency: currency("KWD"), rows: 1, residualMicroMinor: -400_000n },
    { currency: usd, rows: 70_000, residualMicroMinor: 2n ** 53n + 1n },
  ],
  noiseTaken: 3,
};

describe("a stored checkpoint", () => {
  it("gives back every field, its residuals exact beyond what a double holds", () => {
    expect(checkpointOf(stored(documentOfCheckpoint(rounded)))).toEqual(rounded);
  });

  it("keeps residuals as 64-bit integers, also small ones, and refuses what would not fit", () => {
    const [residual] = documentOfCheckpoint(rounded).rounding;
    expect(residual.residualMicroMinor).toEqual(Long.fromBigInt(-400_000n));
    const tooMuch = [{ currency: usd, rows: 1, residualMicroMinor: 2n ** 63n }];
    expect(() => documentOfCheckpoint({ rounding: tooMuch })).toThrow(RangeError);
  });

  it("reads as not rounded when it was written before rounding was counted", () => {
    const { rounding: _, noiseTaken: __, ...older } = documentOfCheckpoint(rounded);
    expect(checkpointOf(stored(older))).toEqual(aCheckpoint);
  });

  it("says nothing of rounding when a patch does not", () => {
    expect(documentOfCheckpoint({ initialised: true })).toEqual({ initialised: true });
  });
});

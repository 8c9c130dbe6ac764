import fc from "fast-check";
import { expect, it } from "vitest";
import { hashOfBytes, hashOfText } from "../../../src/adapters/mongo-source/hash.ts";

const bytes = fc.uint8Array({ maxLength: 40 });

it("gives different bytes different numbers of 53 bits, also where they differ in length alone", () => {
  fc.assert(
    fc.property(bytes, bytes, fc.nat(8), (one, other, zeros) => {
      const longer = Uint8Array.from([...one, ...Array.from({ length: zeros }, () => 0)]);
      const isSame = one.length === other.length && one.every((byte, index) => byte === other[index]);
      expect(hashOfBytes(one) === hashOfBytes(other)).toBe(isSame);
      expect(hashOfBytes(one) === hashOfBytes(longer)).toBe(zeros === 0);
      expect(Number.isSafeInteger(hashOfBytes(one)) && hashOfBytes(one) >= 0).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});

it("keeps pages apart that differ in one bit, and a hundred thousand ids that follow each other", () => {
  const page = new Uint8Array(2_000);
  const hashes = new Set<number>();
  for (let bit = 0; bit < page.length * 8; bit += 1) {
    const flipped = page.slice();
    flipped[bit >> 3] = 1 << (bit & 7);
    hashes.add(hashOfBytes(flipped));
  }
  expect(hashes.size).toBe(page.length * 8);
  const ids = Array.from({ length: 100_000 }, (_, index) => index.toString(16).padStart(24, "0"));
  expect(new Set(ids.map(hashOfText)).size).toBe(ids.length);
});

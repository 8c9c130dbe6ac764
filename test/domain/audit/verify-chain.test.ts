import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AuditHead, chained, chainStart } from "../../../src/domain/audit/audit-chain.ts";
import type { AuditLine } from "../../../src/domain/audit/audit-line.ts";
import { createChainWalk, type StoredLine } from "../../../src/domain/audit/verify-chain.ts";
import { anAuditEntry } from "../../support/audit-samples.ts";
import { sha256 } from "../../support/sha256.ts";

const chainOf = (count: number): readonly AuditLine[] => {
  const lines: AuditLine[] = [];
  let head = chainStart;
  for (let at = 1; at <= count; at += 1) {
    const line = chained(anAuditEntry(`o${at}`), head, sha256);
    lines.push(line);
    head = line;
  }
  return lines;
};

const noteOf = (line: AuditLine | undefined): AuditHead | null =>
  line === undefined ? null : { seq: line.seq, hash: line.hash };

const stored = (lines: readonly AuditLine[]): readonly StoredLine[] => lines.map((line) => ({ seq: line.seq, line }));

const walk = (lines: readonly StoredLine[], head: AuditHead | null, anchor: AuditHead | null = null) => {
  const walking = createChainWalk(sha256, { head, anchor, strays: 0 });
  for (const line of lines) walking.step(line);
  return walking.end();
};

describe("a trail of any length", () => {
  const histories = fc.integer({ min: 2, max: 30 }).map(chainOf);
  const places = fc.nat();
  const at = (place: number, lines: readonly AuditLine[], max = lines.length): number => place % max;

  it("is sound as it was written", () => {
    fc.assert(
      fc.property(histories, (lines) => {
        const head = noteOf(lines.at(-1));
        expect(walk(stored(lines), head, noteOf(lines[0]))).toMatchObject({ faultCount: 0, head, lines: lines.length });
      }),
      { numRuns: 1_000 },
    );
  });

  it("tells which line was changed", () => {
    fc.assert(
      fc.property(histories, places, (lines, place) => {
        const index = at(place, lines);
        const changed = { ...lines[index], action: "nothing" } as AuditLine;
        const { faults } = walk(stored(lines.with(index, changed)), noteOf(lines.at(-1)));
        expect(faults).toEqual([{ kind: "altered", from: index + 1, to: index + 1 }]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("tells where a changed line no longer fits, though its own hash was made to fit", () => {
    fc.assert(
      fc.property(histories, places, (lines, place) => {
        const index = at(place, lines);
        const forged = chained(anAuditEntry("forged"), lines[index - 1] ?? chainStart, sha256);
        const { faults } = walk(stored(lines.with(index, forged)), noteOf(lines.at(-1)));
        const isLast = index === lines.length - 1;
        expect(faults.map(({ kind, from }) => [kind, from])).toEqual([
          isLast ? ["head", lines.length] : ["unlinked", index + 2],
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("tells which line is gone", () => {
    fc.assert(
      fc.property(histories, places, (lines, place) => {
        const index = at(place, lines, lines.length - 1);
        const rest = lines.filter((_, position) => position !== index);
        expect(walk(stored(rest), noteOf(lines.at(-1))).faults).toEqual([
          { kind: "missing", from: index + 1, to: index + 1 },
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("tells that the end was cut off, and an anchor does when the note beside it was changed, too", () => {
    fc.assert(
      fc.property(histories, places, (lines, place) => {
        const left = lines.slice(0, at(place, lines));
        const cut = [{ kind: "cut_off", from: left.length + 1, to: lines.length }];
        expect(walk(stored(left), noteOf(lines.at(-1))).faults).toEqual(cut);
        const forgedNote = noteOf(left.at(-1)) ?? chainStart;
        expect(walk(stored(left), forgedNote).faults).toEqual([]);
        expect(walk(stored(left), forgedNote, noteOf(lines.at(-1))).faults).toEqual(cut);
      }),
      { numRuns: 1_000 },
    );
  });

  it("tells when two lines have changed places", () => {
    fc.assert(
      fc.property(histories, places, (lines, place) => {
        const index = at(place, lines, lines.length - 1);
        const [first, second] = [lines[index], lines[index + 1]];
        if (first === undefined || second === undefined) throw new Error("no such lines");
        const places = stored(lines).map((line) => {
          if (line.seq === first.seq) return { seq: first.seq, line: { ...second, seq: first.seq } };
          return line.seq === second.seq ? { seq: second.seq, line: { ...first, seq: second.seq } } : line;
        });
        const kinds = walk(places, noteOf(lines.at(-1))).faults.map(({ kind, from }) => `${kind} ${from}`);
        expect(kinds).toEqual(expect.arrayContaining([`altered ${first.seq}`, `altered ${second.seq}`]));
      }),
      { numRuns: 1_000 },
    );
  });

  it("tells when all of it was written anew behind an anchor", () => {
    const lines = chainOf(5);
    const anew = chainOf(4);
    const forged = chained(anAuditEntry("another"), noteOf(anew[3]) ?? chainStart, sha256);
    const { faults } = walk(stored([...anew, forged]), noteOf(forged), noteOf(lines[4]));
    expect(faults).toEqual([{ kind: "anchor", from: 5, to: 5 }]);
  });

  it("tells of places that no line can have, and of a note that is gone", () => {
    const lines = chainOf(2);
    const odd = [{ seq: 0, line: null }, { seq: 0.5, line: null }, ...stored(lines)];
    expect(walk(odd, null).faults.map(({ kind, from }) => [kind, from])).toEqual([
      ["stray", 0],
      ["stray", 0.5],
      ["head", 2],
    ]);
  });
});

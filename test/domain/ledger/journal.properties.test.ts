import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RowId } from "../../../src/domain/ids.ts";
import type { JournalLine, JournalState } from "../../../src/domain/ledger/journal-line.ts";
import { anyRules } from "../../support/arbitraries/rules.ts";
import { sourceHistory } from "../../support/arbitraries/source-history.ts";
import { playSourceHistory } from "../../support/play-source-history.ts";
import { runs } from "../../support/runs.ts";

const moneyFields = ["status", "type", "direction", "amountMinor", "currency", "propertyId", "occurredAt"] as const;

/** The lines of each row, in order. */
const storiesOf = (journal: readonly JournalLine[]): ReadonlyMap<RowId, readonly JournalLine[]> =>
  Map.groupBy(journal, ({ rowId }) => rowId);

const told = (lines: readonly JournalLine[]): JournalState => Object.assign({}, ...lines.map(({ after }) => after));

const play = (look: (played: ReturnType<typeof playSourceHistory>) => void, numRuns: number): void =>
  fc.assert(
    fc.property(sourceHistory, anyRules, (steps, rules) => look(playSourceHistory(steps, rules))),
    runs(numRuns),
  );

describe("the journal of any history", () => {
  it("R1: is numbered from 1 without a gap, sync and accountants together", () => {
    play(({ ledger: { journal } }) => {
      expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => BigInt(index + 1)));
    }, 1_000);
  });

  it("R1: each line names the row's line before it, and each row its last line", () => {
    play(({ ledger: { journal, rows } }) => {
      for (const [rowId, lines] of storiesOf(journal)) {
        expect(lines.map(({ previousSeq }) => previousSeq)).toEqual([
          null,
          ...lines.map(({ seq }) => seq).slice(0, -1),
        ]);
        expect(rows.get(rowId)?.journalSeq).toBe(lines.at(-1)?.seq);
      }
    }, 1_000);
  });

  it("R2: laid line over line it is the row, and it alone can tell what the row is worth", () => {
    play(({ ledger: { journal, rows } }) => {
      const stories = storiesOf(journal);
      expect([...stories.keys()].sort()).toEqual([...rows.keys()].sort());
      for (const [rowId, lines] of stories) {
        const row = rows.get(rowId);
        const state = told(lines);
        expect(row).toMatchObject(state);
        for (const field of moneyFields) expect(state).toHaveProperty(field);
      }
    }, 1_000);
  });

  it("R2: each line's `before` is what the lines until then say, as far as they do", () => {
    play(({ ledger: { journal } }) => {
      const lines = [...storiesOf(journal).values()].flatMap((story) =>
        story.map((line, index) => ({ line, known: told(story.slice(0, index)) })),
      );
      for (const { line, known } of lines) {
        expect(line.before === null).toBe(Object.keys(known).length === 0);
        for (const [field, value] of Object.entries(line.before ?? {})) {
          if (field in known) expect(Reflect.get(known, field)).toEqual(value);
          expect(Reflect.get(line.after, field)).not.toEqual(value);
        }
      }
    }, 1_000);
  });

  it("calls each change by its name: posted first and once, then amended, voided and restored as the status says", () => {
    play(({ ledger: { journal } }) => {
      for (const lines of storiesOf(journal).values()) {
        const statuses = lines.map((_, index) => told(lines.slice(0, index + 1)).status);
        const names = statuses.map((status, index) => {
          if (index === 0) return "posted";
          if (status === statuses[index - 1]) return "amended";
          return status === "void" ? "voided" : "restored";
        });
        expect(lines.map(({ change }) => change)).toEqual(names);
      }
    }, 1_000);
  });

  it("R3: tells of a manual entry at most twice, and the second time it is reversed by somebody for a reason", () => {
    play(({ ledger: { journal, rows } }) => {
      for (const [rowId, lines] of storiesOf(journal)) {
        if (rows.get(rowId)?.origin !== "manual") continue;
        expect([["posted"], ["posted", "voided"]]).toContainEqual(lines.map(({ change }) => change));
        if (lines[1] !== undefined)
          expect(lines[1].after).toEqual({ status: "void", voidReason: "typed twice", voidedBy: "eve" });
      }
    }, 1_000);
  });

  it("R4: an amendment says something: no line changes nothing", () => {
    play(({ ledger: { journal } }) => {
      for (const { after } of journal) expect(Object.keys(after).length).toBeGreaterThan(0);
    }, 1_000);
  });
});

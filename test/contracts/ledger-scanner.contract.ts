import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LedgerScanner, SumsPage } from "../../src/application/ports/ledger-scanner.ts";
import { encodeId, type Id, incomeRowId } from "../../src/domain/ids.ts";
import { balancesOf, sameBalances } from "../../src/domain/ledger/balance.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, entryOf, type LedgerWorld } from "./ledger-world.ts";
import { objectId } from "./neutral-documents.ts";

export type ScannerHarness = AccountingHarness & {
  readonly scanner: LedgerScanner;
  /** Takes things away behind the service's back. */
  removeRow(id: string): Promise<void>;
  removeLine(seq: bigint): Promise<void>;
};

/** What every LedgerScanner must do. */
export const describeLedgerScannerContract = (name: string, createSubject: () => Promise<ScannerHarness>): void => {
  describe(`ledger scanner: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: ScannerHarness;
    let world: LedgerWorld;
    let scanner: LedgerScanner;

    const house = objectId(901);
    const barn = encodeId({ kind: "string", value: "barn" });
    const mill = encodeId({ kind: "number", value: 7 });
    const payments = [objectId(1), objectId(2), objectId(3), encodeId({ kind: "string", value: "p/4" })];

    beforeEach(async () => {
      subject = await createSubject();
      scanner = subject.scanner;
      world = createLedgerWorld(subject.sink);
      for (const id of [house, barn, mill]) world.putProperty(id);
      for (const [index, id] of payments.entries())
        world.putPayment(id, index === 1 ? barn : house, { amount: index + 1 });
      await world.commit({ payments, properties: [house, barn, mill] });
      await world.manual({ kind: "enter", facts: entryOf("roof", house) });
      world.putPayment(objectId(1), house, { amount: 50 });
      world.source.payments.delete(objectId(3));
      await world.commit({ payments: [objectId(1), objectId(3)] });
    });
    afterEach(() => subject.close());

    it("reads the rows of a range by row id, void ones too, as often as it takes", async () => {
      const all = (await subject.rows()).map(({ id }) => id).toSorted();
      const seen: string[] = [];
      for (let after: string | null = null; ; ) {
        const rows = await scanner.rows({ after, before: null }, 2, signal);
        seen.push(...rows.map(({ id }) => id));
        after = rows.at(-1)?.id ?? null;
        if (after === null) break;
      }
      expect(seen).toEqual(all);
      expect(seen).toHaveLength(5);
      const middle = await scanner.rows({ after: "payments/", before: "payments/~" }, 10, signal);
      expect(middle.map(({ id }) => id)).toEqual([1, 2, 3].map((number) => incomeRowId(objectId(number))));
      expect(await scanner.rows({ after: null, before: "payments/" }, 10, signal)).toHaveLength(1);
    });

    it("reads rows whole", async () => {
      const stored = await subject.rows();
      const rows = await scanner.rowsOf(payments, signal);
      expect(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
        stored.filter(({ origin }) => origin === "sync").toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      );
      expect(await scanner.rowsOf([objectId(77)], signal)).toEqual([]);
    });

    it("reads the heads that are asked for", async () => {
      const heads = await scanner.heads([barn, house, objectId(77)], signal);
      expect(heads.map(({ propertyId }) => propertyId).toSorted()).toEqual([barn, house].toSorted());
      expect(heads.find(({ propertyId }) => propertyId === house)).toEqual(
        (await subject.accounts()).find(({ propertyId }) => propertyId === house),
      );
    });

    const sumsPages = async (limit: number): Promise<readonly SumsPage[]> => {
      const pages: SumsPage[] = [];
      for (let after: Id | null = null; ; ) {
        const page: SumsPage = await scanner.sums(after, limit, signal);
        pages.push(page);
        after = page.through;
        if (after === null) return pages;
      }
    };

    it.each([1, 2, 3, 10])("sums the posted rows beside each of %i heads, across types of ids", async (limit) => {
      const rows = await subject.rows();
      const pages = await sumsPages(limit);
      const heads = pages.flatMap((page) => page.heads.map(({ propertyId }) => propertyId));
      expect(heads.toSorted()).toEqual([barn, house, mill].toSorted());
      for (const { heads: told, sums } of pages) {
        for (const { propertyId } of told) {
          const due = balancesOf(rows.filter((row) => row.propertyId === propertyId));
          expect(sameBalances(sums.get(propertyId) ?? new Map(), due), propertyId).toBe(true);
        }
        expect([...sums.keys()].filter((id) => !told.some(({ propertyId }) => propertyId === id))).toEqual([]);
      }
    });

    it("sums rows without a head, wherever their property would stand", async () => {
      for (const gone of [house, barn]) {
        await subject.removeHead(gone);
        expect((await sumsPages(1)).flatMap(({ sums }) => [...sums.keys()])).toContain(gone);
      }
    });

    it("reads journal lines by number, near to each other and far apart", async () => {
      const journal = await subject.journal();
      const [first, last] = [journal.at(0)?.seq ?? 0n, journal.at(-1)?.seq ?? 0n];
      expect(last).toBe(7n);
      for (const seqs of [[first], [first, last], journal.map(({ seq }) => seq), [last + 5n]]) {
        const lines = await scanner.journalLines(seqs, signal);
        for (const line of journal.filter(({ seq }) => seqs.includes(seq))) {
          const { seq, previousSeq, rowId, after } = line;
          expect(lines).toContainEqual({ seq, previousSeq, rowId, after });
        }
      }
      expect(await scanner.journalLines([], signal)).toEqual([]);
    });

    it("counts rows and the lines that brought them in", async () => {
      expect(await scanner.journalCounts(signal)).toEqual({ rows: 5, firstLines: 5 });
      await subject.removeRow(incomeRowId(objectId(2)));
      expect(await scanner.journalCounts(signal)).toEqual({ rows: 4, firstLines: 5 });
    });

    it("names numbers without a line, and rows that are gone", async () => {
      expect(await scanner.journalGaps(0n, 7n, signal)).toEqual([]);
      expect(await scanner.rowsGone(0n, 7n, signal)).toEqual([]);
      await subject.removeLine(6n);
      await subject.removeRow(incomeRowId(objectId(2)));
      expect(await scanner.journalGaps(0n, 7n, signal)).toEqual([6n]);
      expect(await scanner.journalGaps(6n, 7n, signal)).toEqual([]);
      expect(await scanner.rowsGone(0n, 7n, signal)).toEqual([incomeRowId(objectId(2))]);
    });

    it("misses no index in a database that was prepared", async () => {
      expect(await scanner.missingIndexes(signal)).toEqual([]);
    });
  });
};

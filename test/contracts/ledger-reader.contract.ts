import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AccountFilter, Page, PageRequest, TransactionFilter } from "../../src/application/ports/ledger-reader.ts";
import { feeRowId, type Id, incomeRowId, type RowId } from "../../src/domain/ids.ts";
import type { LedgerRow } from "../../src/domain/ledger/row.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, entryOf, type LedgerWorld, manualRowId, usd, zwl } from "./ledger-world.ts";
import { aDay, date, idsOfEveryKind, objectId, ownerAmountField, reference } from "./neutral-documents.ts";

const [house, flat, shed, barn] = [objectId(1), objectId(2), objectId(3), objectId(4)];
const [ada, bob] = [objectId(11), objectId(12)];
const anyAccount: AccountFilter = { search: null, status: null, ownerId: null, companyId: null };
const anyRow: TransactionFilter = { status: null, type: null, origin: null, currency: null, from: null, to: null };
const firstPage: PageRequest = { limit: 50, cursor: null };
const day = 86_400_000;
/** Of two currencies, three at each moment. */
const mixedPayments = Array.from({ length: 12 }, (_, index) => ({
  id: objectId(100 + index),
  fields: { paymentDate: date(aDay + Math.floor(index / 3) * day), currency: index % 4 === 0 ? "ZWL" : "USD" },
}));
/** More pages than any list here has: an endless one ends the test. Unit: pages. */
const pagesMax = 60;

/** What every LedgerReader must do. */
export const describeLedgerReaderContract = (name: string, createSubject: () => Promise<AccountingHarness>): void => {
  describe(`ledger reader: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: AccountingHarness;
    let world: LedgerWorld;

    beforeEach(async () => {
      subject = await createSubject();
      world = createLedgerWorld(subject.sink);
    });
    afterEach(() => subject.close());

    const accounts = (filter: Partial<AccountFilter> = {}, page: PageRequest = firstPage) =>
      subject.ledger.accounts({ ...anyAccount, ...filter }, page, signal);
    const transactions = (filter: Partial<TransactionFilter> = {}, page: PageRequest = firstPage) =>
      subject.ledger.transactions(house, { ...anyRow, ...filter }, page, signal);

    /** All pages of a list; none but the last may be short, and the last one says that it is the last. */
    const pagesOf = async <Item>(limit: number, page: (request: PageRequest) => Promise<Page<Item>>) => {
      const items: Item[] = [];
      let cursor: string | null = null;
      for (let pages = 0; pages < pagesMax; pages += 1) {
        const found: Page<Item> = await page({ limit, cursor });
        items.push(...found.items);
        if (found.next === null) return items;
        expect(found.items).toHaveLength(limit);
        cursor = found.next;
      }
      throw new Error("the list has no end");
    };

    describe("accounts", () => {
      const idsOf = async (filter: Partial<AccountFilter>) =>
        (await accounts(filter)).items.map(({ propertyId }) => propertyId);

      const fillHouses = async (): Promise<void> => {
        world.putOwner(ada, "Ada Lovelace");
        world.putOwner(bob, "Bob");
        world.putProperty(house, ada, { name: "Rose Court (north)" });
        world.putProperty(flat, bob, { name: "Tower 5", propertyOwnerId: reference(ada) });
        world.putProperty(shed, null, { name: null });
        world.putPayment(objectId(50), barn);
        await world.commit({ properties: [house, flat, shed], payments: [objectId(50)] });
      };

      it("gives one head with its totals, and null where there is none", async () => {
        await fillHouses();
        world.putPayment(objectId(51), house);
        await world.commit({ payments: [objectId(51)] });
        const account = await subject.ledger.account(house, signal);
        expect(account).toEqual((await subject.accounts()).find(({ propertyId }) => propertyId === house));
        expect(account?.balances.get(usd)).toEqual({
          incomeMinor: 10_000n,
          expensesMinor: 0n,
          balanceMinor: 10_000n,
          rowCount: 1,
        });
        expect(await subject.ledger.account(objectId(99), signal)).toBeNull();
      });

      it("pages every kind of property id exactly once, whatever the page size", async () => {
        for (const id of idsOfEveryKind) world.putProperty(id);
        await world.commit({ properties: idsOfEveryKind });
        for (const limit of [1, 4, 7, idsOfEveryKind.length, 200]) {
          const items = await pagesOf(limit, (page) => accounts({}, page));
          expect(items.map(({ propertyId }) => propertyId).sort()).toEqual([...idsOfEveryKind].sort());
        }
      });

      it("lists by property id", async () => {
        await fillHouses();
        expect(await idsOf({})).toEqual([house, flat, shed, barn]);
      });

      it("has one empty page where nothing is found", async () => {
        expect(await accounts()).toEqual({ items: [], next: null });
      });

      it.each([
        ["a part of a property's name, in any case", "rOSE c", [house]],
        ["a part of an owner's name", "lovelace", [house]],
        ["characters that mean something elsewhere, literally", "(north)", [house]],
        ["a dot, literally", ".", []],
        ["a part that two have", "o", [house, flat]],
      ])("searches by %s", async (_, search, found) => {
        await fillHouses();
        expect(await idsOf({ search })).toEqual(found);
      });

      it("filters by state", async () => {
        await fillHouses();
        world.source.properties.delete(shed);
        await world.commit({ properties: [shed] });
        expect(await idsOf({ status: "active" })).toEqual([house, flat]);
        expect(await idsOf({ status: "archived" })).toEqual([shed]);
        expect(await idsOf({ status: "stub" })).toEqual([barn]);
      });

      it("filters by the owner that the head shows", async () => {
        await fillHouses();
        expect(await idsOf({ ownerId: ada })).toEqual([house]);
        expect(await idsOf({ ownerId: bob })).toEqual([flat]);
        expect(await idsOf({ ownerId: bob, search: "rose" })).toEqual([]);
      });

      it("refuses a cursor that it did not give, or gave for another filter", async () => {
        await fillHouses();
        const { next } = await accounts({}, { limit: 1, cursor: null });
        await expect(accounts({ status: "stub" }, { limit: 1, cursor: next })).rejects.toMatchObject({
          code: "validation",
        });
        for (const cursor of ["nonsense", "", "e30", "%7B%7D", "%"]) {
          await expect(accounts({}, { limit: 1, cursor })).rejects.toMatchObject({ code: "validation" });
        }
      });
    });

    describe("transactions", () => {
      const rowIdsOf = async (filter: Partial<TransactionFilter>) =>
        (await transactions(filter)).items.map(({ id }) => id);

      /** Rents of three days, one of them voided, one in another currency, a repair between them. */
      const fillRows = async (): Promise<void> => {
        world.putProperty(house);
        world.putProperty(flat);
        world.putPayment(objectId(60), house, { paymentDate: date(aDay - day) });
        world.putPayment(objectId(61), house, { paymentDate: date(aDay + day), currency: "ZWL" });
        world.putPayment(objectId(62), house, { paymentDate: date(aDay + 2 * day) });
        world.putPayment(objectId(63), flat);
        await world.commit({ payments: [60, 61, 62, 63].map(objectId) });
        world.source.payments.delete(objectId(62));
        await world.commit({ payments: [objectId(62)] });
        await world.manual({ kind: "enter", facts: entryOf("roof", house) });
      };
      const [old, foreign, gone, roof] = [
        incomeRowId(objectId(60)),
        incomeRowId(objectId(61)),
        incomeRowId(objectId(62)),
        manualRowId("roof"),
      ];

      it("lists a property's rows newest first, and nobody else's", async () => {
        await fillRows();
        expect(await rowIdsOf({})).toEqual([gone, foreign, roof, old]);
      });

      it("gives rows as they are stored", async () => {
        await fillRows();
        const stored = (await subject.rows()).filter(({ propertyId }) => propertyId === house);
        expect(new Set((await transactions()).items)).toEqual(new Set(stored));
      });

      it.each<readonly [string, Partial<TransactionFilter>, readonly RowId[]]>([
        ["state posted", { status: "posted" }, [foreign, roof, old]],
        ["state void", { status: "void" }, [gone]],
        ["type", { type: "repair" }, [roof]],
        ["origin", { origin: "sync" }, [gone, foreign, old]],
        ["currency", { currency: zwl }, [foreign]],
        ["first moment, inclusive", { from: aDay }, [gone, foreign, roof]],
        ["last moment, exclusive", { to: aDay }, [old]],
        ["a span", { from: aDay - day, to: aDay + day }, [roof, old]],
        ["several at once", { origin: "sync", status: "posted", currency: usd }, [old]],
      ])("filters by %s", async (_, filter, found) => {
        await fillRows();
        expect(await rowIdsOf(filter)).toEqual(found);
      });

      it("pages rows of one and the same moment exactly once", async () => {
        world.putProperty(house);
        const ids = Array.from({ length: 9 }, (_, index) => objectId(70 + index));
        for (const id of ids) world.putPayment(id, house);
        await world.commit({ payments: ids });
        const order = (await transactions()).items.map(({ id }) => id);
        expect([...order].sort()).toEqual(ids.map(incomeRowId).sort());
        for (const limit of [1, 2, 3, 9, 10]) {
          const items = await pagesOf(limit, (page) => transactions({}, page));
          expect(items.map(({ id }) => id)).toEqual(order);
        }
      });

      it("goes on where it stopped when newer rows have come", async () => {
        await fillRows();
        const { items, next } = await transactions({}, { limit: 2, cursor: null });
        expect(items.map(({ id }) => id)).toEqual([gone, foreign]);
        world.putPayment(objectId(64), house, { paymentDate: date(aDay + 9 * day) });
        await world.commit({ payments: [objectId(64)] });
        expect((await transactions({}, { limit: 9, cursor: next })).items.map(({ id }) => id)).toEqual([roof, old]);
      });

      it("refuses a cursor that it did not give", async () => {
        await fillRows();
        const { next: cursorOfAccounts } = await accounts({}, { limit: 1, cursor: null });
        for (const cursor of ["nonsense", "", "e30", cursorOfAccounts]) {
          await expect(transactions({}, { limit: 1, cursor })).rejects.toMatchObject({ code: "validation" });
        }
      });

      describe("with balances", () => {
        const statement = (filter: Partial<TransactionFilter>, page: PageRequest) =>
          subject.ledger.statement(house, { ...anyRow, ...filter }, page, signal);

        /** What a row's balance must be: its currency's posted rows, this one and the older ones, added up by hand. */
        const addedUp = (rows: readonly LedgerRow[], last: LedgerRow): bigint =>
          rows
            .filter((row) => row.status === "posted" && row.currency === last.currency)
            .filter(
              (row) => row.occurredAt < last.occurredAt || (row.occurredAt === last.occurredAt && row.id <= last.id),
            )
            .reduce((sum, { amountMinor, direction }) => sum + amountMinor * BigInt(direction), 0n);

        /** Rows of two currencies, some void, some by hand, several at one moment. */
        const fillStatement = async (): Promise<readonly LedgerRow[]> => {
          await fillRows();
          for (const { id, fields } of mixedPayments) world.putPayment(id, house, fields);
          await world.commit({ payments: mixedPayments.map(({ id }) => id) });
          for (const id of [100, 105].map(objectId)) world.source.payments.delete(id);
          await world.commit({ payments: [100, 105].map(objectId) });
          return (await subject.rows()).filter(({ propertyId }) => propertyId === house);
        };

        it.each<readonly [string, Partial<TransactionFilter>]>([
          ["all rows", {}],
          ["posted rows", { status: "posted" }],
          ["void rows", { status: "void" }],
          ["rows by hand", { origin: "manual" }],
          ["rows of one currency", { currency: zwl }],
          ["rows of a span", { from: aDay - day, to: aDay + day }],
        ])(
          "tells after each of %s what it and all older ones add up to in its currency, whatever the page size",
          async (_, filter) => {
            const rows = await fillStatement();
            const listed = (await transactions(filter)).items;
            expect(listed).not.toEqual([]);
            for (const limit of [1, 2, 5, 50]) {
              const items = await pagesOf(limit, (page) => statement(filter, page));
              expect(items).toEqual(listed.map((row) => ({ ...row, runningBalanceMinor: addedUp(rows, row) })));
            }
          },
        );

        it("begins with the balance of the head", async () => {
          await fillStatement();
          const { items } = await statement({ currency: usd }, { limit: 1, cursor: null });
          const head = await subject.ledger.account(house, signal);
          expect(items[0]?.runningBalanceMinor).toBe(head?.balances.get(usd)?.balanceMinor);
        });

        it("has one empty page where there is no row", async () => {
          expect(await statement({}, firstPage)).toEqual({ items: [], next: null });
        });
      });

      it("gives one row by its id, and null where there is none", async () => {
        await fillRows();
        expect(await subject.ledger.transaction(roof, signal)).toMatchObject({ id: roof, amountMinor: 25_000n });
        expect(await subject.ledger.transaction(manualRowId("door"), signal)).toBeNull();
      });
    });

    describe("walks", () => {
      const postedWalk = async (limit: number) => {
        const rows: { readonly paymentIds: readonly Id[]; readonly rows: number }[] = [];
        let after: RowId | null = null;
        for (let pages = 0; pages < pagesMax; pages += 1) {
          const page: Awaited<ReturnType<AccountingHarness["ledger"]["postedPayments"]>> =
            await subject.ledger.postedPayments(after, limit, signal);
          if (page.rows === 0) return rows;
          expect(page.rows).toBeLessThanOrEqual(limit);
          expect(page.last).not.toBe(after);
          rows.push(page);
          after = page.last;
        }
        throw new Error("the walk has no end");
      };

      const activeWalk = async (limit: number): Promise<readonly Id[]> => {
        const seen: Id[] = [];
        for (let pages = 0; pages < pagesMax; pages += 1) {
          const page = await subject.ledger.activeProperties(seen.at(-1) ?? null, limit, signal);
          if (page.length === 0) return seen;
          seen.push(...page);
        }
        throw new Error("the walk has no end");
      };

      it("tells the payments of all posted sync rows, whatever the page size", async () => {
        world.putProperty(house);
        world.useRules({ postingPolicy: "gross" });
        for (const id of idsOfEveryKind) world.putPayment(id, house, { [ownerAmountField]: 90 });
        world.putPayment(objectId(80), house);
        world.putPayment(objectId(81), house, { status: "pending" });
        await world.commit({ payments: [...idsOfEveryKind, objectId(80), objectId(81)] });
        world.source.payments.delete(objectId(80));
        await world.commit({ payments: [objectId(80)] });
        await world.manual({ kind: "enter", facts: entryOf("roof", house) });
        for (const limit of [1, 2, 5, 1_000]) {
          const pages = await postedWalk(limit);
          expect([...new Set(pages.flatMap(({ paymentIds }) => paymentIds))].sort()).toEqual(
            [...idsOfEveryKind].sort(),
          );
          expect(pages.reduce((sum, { rows }) => sum + rows, 0)).toBe(2 * idsOfEveryKind.length);
          for (const { paymentIds } of pages) expect(new Set(paymentIds).size).toBe(paymentIds.length);
        }
      });

      it("has no posted payments in an empty ledger and behind the last row", async () => {
        expect(await subject.ledger.postedPayments(null, 10, signal)).toEqual({ paymentIds: [], rows: 0, last: null });
        world.putProperty(house);
        world.putPayment(objectId(80), house);
        await world.commit({ payments: [objectId(80)] });
        const { last } = await subject.ledger.postedPayments(null, 10, signal);
        expect(last).toBe(incomeRowId(objectId(80)));
        expect(await subject.ledger.postedPayments(last, 10, signal)).toMatchObject({ paymentIds: [], rows: 0 });
      });

      it("goes on behind a row that is posted no longer", async () => {
        world.putProperty(house);
        for (const id of [80, 81].map(objectId)) world.putPayment(id, house);
        await world.commit({ payments: [80, 81].map(objectId) });
        world.source.payments.delete(objectId(80));
        await world.commit({ payments: [objectId(80)] });
        const page = await subject.ledger.postedPayments(feeRowId(objectId(80)), 10, signal);
        expect(page.paymentIds).toEqual([objectId(81)]);
      });

      it("walks active heads of every kind of id exactly once, leaving stubs and archived ones out", async () => {
        for (const id of idsOfEveryKind) world.putProperty(id);
        world.putProperty(house);
        world.putPayment(objectId(80), barn);
        await world.commit({ properties: [...idsOfEveryKind, house], payments: [objectId(80)] });
        world.source.properties.delete(house);
        await world.commit({ properties: [house] });
        for (const limit of [1, 4, 1_000]) {
          expect([...(await activeWalk(limit))].sort()).toEqual([...idsOfEveryKind].sort());
        }
      });

      it("counts active heads and posted sync rows", async () => {
        expect(await subject.ledger.counts(signal)).toEqual({ accounts: 0, postedSyncRows: 0 });
        world.putProperty(house);
        world.putProperty(flat);
        for (const id of [80, 81, 82].map(objectId)) world.putPayment(id, house);
        world.putPayment(objectId(83), barn);
        await world.commit({ properties: [house, flat], payments: [80, 81, 82, 83].map(objectId) });
        await world.manual({ kind: "enter", facts: entryOf("roof", house) });
        world.source.payments.delete(objectId(82));
        world.source.properties.delete(flat);
        await world.commit({ payments: [objectId(82)], properties: [flat] });
        expect(await subject.ledger.counts(signal)).toEqual({ accounts: 1, postedSyncRows: 3 });
      });

      it("finds no obstacle where the view belongs", async () => {
        expect(await subject.ledger.viewObstructed(signal)).toBe(false);
      });
    });
  });
};

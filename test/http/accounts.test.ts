import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { accountSchema } from "../../src/contract/account.ts";
import { encodeId, type Id } from "../../src/domain/ids.ts";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient } from "../support/http-client.ts";
import { currency, propertyId, sampleAccount } from "../support/http-samples.ts";

const path = `/api/sync/accounts/${propertyId}`;

describe("GET /api/sync/accounts/{propertyId}", () => {
  it("has the specification's plain numbers, and exact totals of each currency beside them", async () => {
    const { status, body } = await httpClient().get(path);

    expect(status).toBe(200);
    expect(accountSchema.safeParse(body.data).success).toBe(true);
    expect(body).toEqual({
      success: true,
      data: {
        propertyId: "64b7f1c2e4b0a1a2b3c4d5e6",
        companyId: "~sacme",
        propertyName: "Acacia Court",
        propertyAddress: "12 Acacia Road, Harare",
        ownerId: "~n7",
        ownerName: "Tendai Moyo",
        status: "active",
        isActive: true,
        currency: "USD",
        runningBalance: 1_049.99,
        totalIncome: 1_200,
        totalExpenses: 150.01,
        balances: {
          JPY: {
            income: { amount: "0", currency: "JPY" },
            expenses: { amount: "900", currency: "JPY" },
            balance: { amount: "-900", currency: "JPY" },
            rowCount: 1,
          },
          USD: {
            income: { amount: "1200.00", currency: "USD" },
            expenses: { amount: "150.01", currency: "USD" },
            balance: { amount: "1049.99", currency: "USD" },
            rowCount: 2,
          },
          ZWL: {
            income: { amount: "0.05", currency: "ZWL" },
            expenses: { amount: "0.00", currency: "ZWL" },
            balance: { amount: "0.05", currency: "ZWL" },
            rowCount: 1,
          },
        },
        asOf: "1704067200.3",
        version: 4,
        createdAt: "2023-12-31T23:59:59.000Z",
        lastUpdated: "2024-01-01T00:00:00.000Z",
      },
    });
  });

  it("keeps every cent of an amount that a double cannot hold", async () => {
    const incomeMinor = 9_007_199_254_740_993n;
    const totals = { incomeMinor, expensesMinor: 0n, balanceMinor: incomeMinor, rowCount: 1 };
    const account = async () => ({ ...sampleAccount, balances: new Map([[currency("USD"), totals]]) });
    const { body } = await httpClient({ account }).get(path);

    expect(body.data.balances.USD.balance.amount).toBe("90071992547409.93");
  });

  it("tells an account without the default currency in its first by alphabet", async () => {
    const { body } = await httpClient({ defaultCurrency: currency("EUR") }).get(path);

    expect(body.data).toMatchObject({ currency: "JPY", runningBalance: -900, totalIncome: 0, totalExpenses: 900 });
  });

  it("tells an empty account in the default currency, with zeros", async () => {
    const account = async () =>
      ({ ...sampleAccount, balances: new Map(), status: "stub", propertyName: null }) as const;
    const { body } = await httpClient({ account }).get(path);

    expect(body.data).toMatchObject({
      currency: "USD",
      runningBalance: 0,
      balances: {},
      isActive: false,
      status: "stub",
    });
  });

  it("is 404 where no account is", async () => {
    const account = failing(new AppError("not_found", "Property ~n1 has no account."));
    const { status, body } = await httpClient({ account }).get("/api/sync/accounts/~n1");

    expect(status).toBe(404);
    expect(body).toMatchObject({ code: "not_found", detail: "Property ~n1 has no account." });
  });
});

describe("an id in a path", () => {
  it.for<Id>([
    encodeId({ kind: "objectId", hex: "64b7f1c2e4b0a1a2b3c4d5e6" }),
    encodeId({ kind: "string", value: "building 7" }),
    encodeId({ kind: "string", value: "a/b/../c" }),
    encodeId({ kind: "string", value: "100% & more?#x" }),
    encodeId({ kind: "string", value: "%2F %25" }),
    encodeId({ kind: "string", value: "Größe 🏠\nline" }),
    encodeId({ kind: "string", value: "+plus+" }),
    encodeId({ kind: "number", value: -1.5 }),
    encodeId({ kind: "long", value: 9_007_199_254_740_993n }),
    encodeId({ kind: "binary", subtype: 4, base64: "AAECAwQFBgcICQoLDA0ODw==" }),
    encodeId({ kind: "other", json: '{"$numberDecimal":"1.10"}' }),
    encodeId({ kind: "null" }),
  ])("arrives as it was encoded: %j", async (id) => {
    const asked: Id[] = [];
    const account: UseCases["account"] = (wanted) => {
      asked.push(wanted);
      return Promise.resolve({ ...sampleAccount, propertyId: wanted });
    };
    const { status, body } = await httpClient({ account }).get(`/api/sync/accounts/${encodeURIComponent(id)}`);

    expect(status).toBe(200);
    expect(asked).toEqual([id]);
    expect(body.data.propertyId).toBe(id);
  });

  it.for(["building 7", "64B7F1C2E4B0A1A2B3C4D5E6", "~n1.0", "~q", "~bmaybe", "1", `~s${"x".repeat(2_000)}`])(
    "is refused with 422 when it is not canonical: %s",
    async (text) => {
      const { status, body } = await httpClient().get(`/api/sync/accounts/${encodeURIComponent(text)}`);

      expect(status).toBe(422);
      expect(body.errors[0].pointer).toBe("/path/propertyId");
    },
  );
});

describe("GET /api/sync/accounts", () => {
  it("lists a page of accounts and where the list goes on", async () => {
    const accounts = async () => ({ items: [sampleAccount], next: "more" });
    const { status, body } = await httpClient({ accounts }).get("/api/sync/accounts?limit=1");

    expect(status).toBe(200);
    expect(body.page).toEqual({ next: "more", limit: 1 });
    expect(body.data.map((account: unknown) => accountSchema.parse(account).propertyName)).toEqual(["Acacia Court"]);
  });

  it("asks for what the query says", async () => {
    const asked: unknown[] = [];
    const accounts: UseCases["accounts"] = (...question) => {
      asked.push(question);
      return Promise.resolve({ items: [], next: null });
    };
    const { get } = httpClient({ accounts });
    await get("/api/sync/accounts");
    await get("/api/sync/accounts?search=aca%20cia&status=archived&ownerId=~n7&cursor=c");

    expect(asked).toEqual([
      [
        { search: null, status: null, ownerId: null, companyId: null },
        { limit: 50, cursor: null },
      ],
      [
        { search: "aca cia", status: "archived", ownerId: "~n7", companyId: null },
        { limit: 50, cursor: "c" },
      ],
    ]);
  });

  it.for([
    ["search=", "/query/search"],
    ["search=%20", "/query/search"],
    ["status=gone", "/query/status"],
    ["ownerId=7", "/query/ownerId"],
    ["owner=7", "/query/owner"],
  ] as const)("refuses ?%s with 422", async ([query, pointer]) => {
    const { status, body } = await httpClient().get(`/api/sync/accounts?${query}`);

    expect(status).toBe(422);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it("refuses a cursor of another list as the service words it", async () => {
    const accounts = failing(new AppError("validation", "The cursor belongs to another list: begin again without it."));
    const { status, body } = await httpClient({ accounts }).get("/api/sync/accounts?cursor=stolen");

    expect(status).toBe(422);
    expect(body).toMatchObject({ code: "validation", detail: expect.stringContaining("cursor"), errors: [] });
  });
});

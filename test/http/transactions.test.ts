import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { listedTransactionSchema } from "../../src/contract/transaction.ts";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient } from "../support/http-client.ts";
import { propertyId, sampleStatementRow } from "../support/http-samples.ts";

const path = `/api/sync/accounts/${propertyId}/transactions`;

describe("GET /api/sync/accounts/{propertyId}/transactions", () => {
  it("says each row with its exact amount, where it comes from and the balance after it", async () => {
    const { status, body } = await httpClient().get(path);

    expect(status).toBe(200);
    expect(listedTransactionSchema.safeParse(body.data[0]).success).toBe(true);
    expect(body).toEqual({
      success: true,
      data: [
        {
          id: "payments/64b7f1c2e4b0a1a2b3c4d5e7/income",
          propertyId: "64b7f1c2e4b0a1a2b3c4d5e6",
          companyId: null,
          type: "income",
          status: "posted",
          origin: "sync",
          direction: 1,
          amount: { amount: "283.33", currency: "USD" },
          occurredAt: "2023-12-31T00:00:00.000Z",
          description: null,
          category: "rental_income",
          paymentId: "64b7f1c2e4b0a1a2b3c4d5e7",
          referenceNumber: "RCPT-1001",
          paymentMethod: "cash",
          recipientType: null,
          notes: null,
          processedBy: null,
          amountSource: "283.3305",
          voidReason: null,
          voidedBy: null,
          asOf: "1704067200.3",
          postedAt: "2023-12-31T23:59:59.500Z",
          updatedAt: "2023-12-31T23:59:59.500Z",
          runningBalance: { amount: "1283.33", currency: "USD" },
        },
      ],
      page: { next: null, limit: 50 },
    });
  });

  it("asks for what the query says", async () => {
    const asked: unknown[] = [];
    const transactions: UseCases["transactions"] = (...question) => {
      asked.push(question);
      return Promise.resolve({ items: [sampleStatementRow], next: "more" });
    };
    const { get } = httpClient({ transactions });
    const everything = { status: null, type: null, origin: null, currency: null, from: null, to: null };
    await get(path);
    const { body } = await get(
      `${path}?status=void&type=owner_payout&origin=manual&currency=ZWL` +
        "&from=2024-01-01T00:00:00Z&to=2024-01-01T02:00:00.500%2B02:00&limit=7&cursor=c",
    );

    expect(body.page).toEqual({ next: "more", limit: 7 });
    expect(asked).toEqual([
      [propertyId, everything, { limit: 50, cursor: null }],
      [
        propertyId,
        {
          status: "void",
          type: "owner_payout",
          origin: "manual",
          currency: "ZWL",
          from: 1_704_067_200_000,
          to: 1_704_067_200_500,
        },
        { limit: 7, cursor: "c" },
      ],
    ]);
  });

  it.for([
    ["status=completed", "/query/status"],
    ["type=rent", "/query/type"],
    ["origin=import", "/query/origin"],
    ["currency=usd", "/query/currency"],
    ["currency=XXX", "/query/currency"],
    ["from=2024-01-01", "/query/from"],
    ["to=2024-02-30T00:00:00Z", "/query/to"],
    ["limit=1000", "/query/limit"],
    ["sort=amount", "/query/sort"],
  ] as const)("refuses ?%s with 422", async ([query, pointer]) => {
    const { status, body } = await httpClient().get(`${path}?${query}`);

    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });

  it("is 404 where no account is", async () => {
    const transactions = failing(new AppError("not_found", "no account"));

    expect((await httpClient({ transactions }).get(path)).status).toBe(404);
  });

  it("refuses a cursor that nobody gave out", async () => {
    const transactions = failing(new AppError("validation", "The cursor cannot be read: begin again without it."));
    const { status, body } = await httpClient({ transactions }).get(`${path}?cursor=%F0%9F%92%A5`);

    expect(status).toBe(422);
    expect(body.code).toBe("validation");
  });
});

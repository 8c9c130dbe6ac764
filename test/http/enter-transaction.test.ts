import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { transactionSchema } from "../../src/contract/transaction.ts";
import { failing } from "../support/fake-use-cases.ts";
import { type Answer, httpClient, localCaller } from "../support/http-client.ts";
import { propertyId, sampleManualRow } from "../support/http-samples.ts";

const path = `/api/sync/accounts/${propertyId}/transactions`;
const key = { "Idempotency-Key": "0d5c4f1e-8f2b" };
const entry = { type: "repair", amount: "150.00", currency: "USD", description: "Geyser element replaced" };

const pointersOf = ({ body }: Answer): readonly string[] =>
  body.errors.map((error: { pointer: string }) => error.pointer);

describe("POST /api/sync/accounts/{propertyId}/transactions", () => {
  it("answers 201 with the row", async () => {
    const { status, headers, body } = await httpClient().post(path, entry, key);

    expect(status).toBe(201);
    expect(headers.get("Idempotency-Replayed")).toBeNull();
    expect(body.success).toBe(true);
    expect(transactionSchema.parse(body.data)).toMatchObject({
      id: "manual/7c0a5c1f",
      origin: "manual",
      direction: -1,
      amount: { amount: "150.00", currency: "USD" },
      paymentId: null,
    });
  });

  it("passes on what was typed, with null for what was not", async () => {
    const entries: unknown[] = [];
    const enterTransaction: UseCases["enterTransaction"] = (...asked) => {
      entries.push(asked);
      return Promise.resolve({ row: sampleManualRow, replayed: false });
    };
    const { post } = httpClient({ enterTransaction });
    const full = {
      ...entry,
      type: "other",
      direction: 1,
      occurredAt: "2024-01-01T02:00:00+02:00",
      category: "plumbing",
      referenceNumber: "INV-207",
      paymentMethod: "cash",
      recipientType: "contractor",
      notes: "two visits",
    };
    await post(path, entry, key);
    await post(path, full, key);

    const nothing = { category: null, referenceNumber: null, paymentMethod: null, recipientType: null, notes: null };
    const addressed = { propertyId, idempotencyKey: "0d5c4f1e-8f2b" };
    expect(entries).toEqual([
      [localCaller, { ...entry, ...nothing, ...addressed, occurredAt: null, direction: null }],
      [localCaller, { ...full, ...addressed, occurredAt: 1_704_067_200_000 }],
    ]);
  });

  it("says when the same was entered before, and answers the same row", async () => {
    const enterTransaction = async () => ({ row: sampleManualRow, replayed: true });
    const { status, headers, body } = await httpClient({ enterTransaction }).post(path, entry, key);

    expect(status).toBe(201);
    expect(headers.get("Idempotency-Replayed")).toBe("true");
    expect(body.data.id).toBe("manual/7c0a5c1f");
  });

  it("refuses another body under the same key with 422", async () => {
    const details = [{ pointer: "/amountMinor", message: "differs from what the key entered" }];
    const enterTransaction = failing(new AppError("idempotency_key_reused", "used for another entry", { details }));
    const { status, body } = await httpClient({ enterTransaction }).post(path, entry, key);

    expect(status).toBe(422);
    expect(body).toMatchObject({ code: "idempotency_key_reused", errors: details });
  });

  it.for([{}, { "Idempotency-Key": "" }])("is 428 without a key: %j", async (headers) => {
    const { status, body } = await httpClient().post(path, entry, headers);

    expect(status).toBe(428);
    expect(body.code).toBe("idempotency_key_required");
  });

  it.for(["two words", "x".repeat(256), "caf\u00e9"])("refuses the key %j with 422", async (text) => {
    const answer = await httpClient().post(path, entry, { "Idempotency-Key": text });

    expect(answer.status).toBe(422);
    expect(pointersOf(answer)).toEqual(["/header/idempotency-key"]);
  });

  it("is 404 where no account is", async () => {
    const enterTransaction = failing(new AppError("not_found", "Property has no account."));

    expect((await httpClient({ enterTransaction }).post(path, entry, key)).status).toBe(404);
  });
});

describe("an entry", () => {
  it.for([
    [{ amount: 150 }, ["/amount"]],
    [{ amount: "-1.00" }, ["/amount"]],
    [{ amount: "1e3" }, ["/amount"]],
    [{ amount: "1,000.00" }, ["/amount"]],
    [{ amount: "0.00" }, ["/amount"]],
    [{ amount: "1.005" }, ["/amount"]],
    [{ amount: "10000000000000.00" }, ["/amount"]],
    [{ amount: "9".repeat(31) }, ["/amount"]],
    [{ amount: "1.5", currency: "JPY" }, ["/amount"]],
    [{ currency: "usd" }, ["/currency"]],
    [{ currency: "XAU" }, ["/currency"]],
    [{ type: "rent" }, ["/type"]],
    [{ type: "other" }, ["/direction"]],
    [{ direction: -1 }, ["/direction"]],
    [{ type: "other", direction: 2 }, ["/direction"]],
    [{ type: "other", amount: "0" }, ["/amount", "/direction"]],
    [{ description: undefined }, ["/description"]],
    [{ description: "" }, ["/description"]],
    [{ description: " \t" }, ["/description"]],
    [{ description: "x".repeat(501) }, ["/description"]],
    [{ description: "half \ud83c" }, ["/description"]],
    [{ notes: null }, ["/notes"]],
    [{ occurredAt: "yesterday" }, ["/occurredAt"]],
    [{ occurredAt: 1_704_067_200_000 }, ["/occurredAt"]],
    [{ status: "posted" }, ["/status"]],
    [{ "a/b~c": 1 }, ["/a~1b~0c"]],
    [{ amount: 1, currency: 2, colour: "red" }, ["/amount", "/currency", "/colour"]],
  ] as const)("with %j is refused with 422 and pointers %j", async ([change, pointers]) => {
    const answer = await httpClient().post(path, { ...entry, ...change }, key);

    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe("validation");
    expect(pointersOf(answer)).toEqual(pointers);
  });

  it("may be as small as one minor unit and as large as a double keeps to the cent", async () => {
    const { post } = httpClient();

    expect((await post(path, { ...entry, amount: "0.01" }, key)).status).toBe(201);
    expect((await post(path, { ...entry, amount: "9999999999999.99" }, key)).status).toBe(201);
    expect((await post(path, { ...entry, amount: "1.001", currency: "KWD" }, key)).status).toBe(201);
  });

  it("with a __proto__ field is refused like any unknown field", async () => {
    const text = `${JSON.stringify(entry).slice(0, -1)},"__proto__":{"type":"income"}}`;
    const answer = await httpClient().post(path, text, key);

    expect(answer.status).toBe(422);
    expect(pointersOf(answer)).toEqual(["/__proto__"]);
  });
});

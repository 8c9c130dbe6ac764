import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { encodeId, feeRowId, incomeRowId, type RowId } from "../../src/domain/ids.ts";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient, localCaller } from "../support/http-client.ts";
import { propertyId, sampleManualRow } from "../support/http-samples.ts";

const pathOf = (id: string): string =>
  `/api/sync/accounts/${propertyId}/transactions/${encodeURIComponent(id)}/reverse`;
const path = pathOf(sampleManualRow.id);
const key = { "Idempotency-Key": "2a6f" };
const slashed = encodeId({ kind: "string", value: "2024/01/7 %2F" });

describe("POST /api/sync/accounts/{propertyId}/transactions/{id}/reverse", () => {
  it("answers the row, now void, with reason and actor", async () => {
    const { status, body } = await httpClient().post(path, { reason: "typo" }, key);

    expect(status).toBe(200);
    expect(body.data).toMatchObject({ id: "manual/7c0a5c1f", status: "void", voidReason: "typo", voidedBy: "local" });
  });

  it("says when the same reversal was made before", async () => {
    const row = { ...sampleManualRow, status: "void", voidReason: "typo", voidedBy: "local" } as const;
    const reverseTransaction: UseCases["reverseTransaction"] = () => Promise.resolve({ row, replayed: true });
    const { headers } = await httpClient({ reverseTransaction }).post(path, { reason: "typo" }, key);

    expect(headers.get("Idempotency-Replayed")).toBe("true");
  });

  it.for<RowId>([
    sampleManualRow.id,
    incomeRowId(encodeId({ kind: "objectId", hex: "64b7f1c2e4b0a1a2b3c4d5e7" })),
    feeRowId(slashed),
    incomeRowId(slashed),
  ])("takes the id %s, its slashes encoded", async (rowId) => {
    const asked: unknown[] = [];
    const reverseTransaction: UseCases["reverseTransaction"] = (...request) => {
      asked.push(request);
      return Promise.resolve({ row: sampleManualRow, replayed: false });
    };
    const { status } = await httpClient({ reverseTransaction }).post(pathOf(rowId), { reason: "typo" }, key);

    expect(status).toBe(200);
    expect(asked).toEqual([[localCaller, expect.objectContaining({ propertyId, rowId, reason: "typo" })]]);
  });

  it.for(["64b7f1c2e4b0a1a2b3c4d5e7", "payments/7/income", "payments/~n7/tax", "manual/", "manual/a b", "other/x"])(
    "refuses %s, which is no transaction's id, with 422",
    async (id) => {
      const { status, body } = await httpClient().post(pathOf(id), { reason: "typo" }, key);

      expect(status).toBe(422);
      expect(body.errors[0].pointer).toBe("/path/id");
    },
  );

  it("finds nothing when slashes are left as they are", async () => {
    const { status, body } = await httpClient().post(decodeURIComponent(path), { reason: "typo" }, key);

    expect(status).toBe(404);
    expect(body.code).toBe("unknown_path");
  });

  it.for([
    [{}, ["/reason"]],
    [{ reason: "" }, ["/reason"]],
    [{ reason: "x".repeat(501) }, ["/reason"]],
    [{ reason: "typo", force: true }, ["/force"]],
  ] as const)("refuses %j with 422", async ([body, pointers]) => {
    const answer = await httpClient().post(path, body, key);

    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual(pointers);
  });

  it("is 428 without a key", async () => {
    const { status, body } = await httpClient().post(path, { reason: "typo" });

    expect(status).toBe(428);
    expect(body.code).toBe("idempotency_key_required");
  });

  it.for([
    ["already_reversed", 409],
    ["conflict", 409],
    ["not_found", 404],
  ] as const)("answers %s as %d", async ([code, expected]) => {
    const reverseTransaction = failing(new AppError(code, "No."));
    const { status, body } = await httpClient({ reverseTransaction }).post(path, { reason: "typo" }, key);

    expect({ status, code: body.code }).toEqual({ status: expected, code });
  });
});

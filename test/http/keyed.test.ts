import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { Caller } from "../../src/application/use-cases.ts";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient } from "../support/http-client.ts";
import { sampleFixPlan, sampleRun } from "../support/http-samples.ts";

/** Everything that begins a run: use case, path and body. */
const orders = [
  ["startFullSync", "/full", {}],
  ["startCheck", "/consistency/checks", undefined],
  ["applyFixPlan", "/consistency/fix-plans/plan-1/apply", { planHash: sampleFixPlan.planHash }],
  ["retryFailures", "/failures/retry", {}],
  ["triggerSchedule", "/schedules/daily_sync/trigger", undefined],
] as const;

const key = { "Idempotency-Key": "0d5c4f1e-8f2b" };

describe("a run that is ordered under an Idempotency-Key", () => {
  it.for(orders)("hands the key on, and says when it was begun before: %s", async ([name, path, body]) => {
    const keys: unknown[] = [];
    const order = ({ idempotencyKey }: Caller) => {
      keys.push(idempotencyKey);
      return Promise.resolve({ ...sampleRun, replayed: idempotencyKey !== undefined });
    };
    const { post } = httpClient({ [name]: order });
    const plain = await post(`/api/sync${path}`, body);
    const replayed = await post(`/api/sync${path}`, body, key);

    expect([plain.status < 300, replayed.status]).toEqual([true, plain.status]);
    expect([plain, replayed].map(({ headers }) => headers.get("Idempotency-Replayed"))).toEqual([null, "true"]);
    expect(replayed.body).toEqual(plain.body);
    expect(keys).toEqual([undefined, "0d5c4f1e-8f2b"]);
  });

  it.for(orders)(
    "is 422 under the key of another request, 409 while that is carried out: %s",
    async ([name, path, body]) => {
      for (const [code, status] of [
        ["idempotency_key_reused", 422],
        ["conflict", 409],
      ] as const) {
        const { post } = httpClient({ [name]: failing(new AppError(code, "not now")) });
        expect((await post(`/api/sync${path}`, body, key)).status).toBe(status);
      }
    },
  );

  it.for(orders)("refuses a key that is none: %s", async ([, path, body]) => {
    const answer = await httpClient().post(`/api/sync${path}`, body, { "Idempotency-Key": "two words" });

    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer: "/header/idempotency-key" }]);
  });
});

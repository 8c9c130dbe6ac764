import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { type Send, sendKeyed } from "./keyed-requests.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** What an accountant was told that the ledger holds. */
export type AcceptedEntry = {
  readonly id: string;
  readonly propertyId: string;
  readonly currency: "USD" | "ZWL" | "JPY";
  readonly direction: 1 | -1;
  readonly amountMinor: bigint;
  readonly isReversed: boolean;
};

type Entered = Omit<AcceptedEntry, "isReversed">;

export type AtWork = { readonly send: Send; readonly random: SeededRandom; readonly properties: readonly string[] };

/** Every third entry is taken back, by its own key. */
const reversedEvery = 3;

/** An accountant with a restless network: each request arrives twice, at once or one after the other, under its one key. */
export const enterAndReverse = async (at: AtWork, count: number): Promise<readonly AcceptedEntry[]> => {
  const accepted: AcceptedEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    const entered = await enter(at);
    const isReversed = index % reversedEvery === 0;
    if (isReversed) await reverse(at, entered);
    accepted.push({ ...entered, isReversed });
  }
  return accepted;
};

/** Digits behind the point. */
const exponents = { USD: 2, ZWL: 2, JPY: 0 } as const;

const enter = async ({ send, random, properties }: AtWork): Promise<Entered> => {
  const propertyId = properties[random.below(properties.length)] ?? "";
  const currency = random.pick(["USD", "ZWL", "JPY"]);
  const amountMinor = BigInt(1 + random.below(5_000_000));
  const direction = random.pick([1, -1]);
  const amount = majorText(amountMinor, exponents[currency]);
  const entry = { type: "other", direction, amount, currency, description: "by hand" };
  const path = `/api/sync/accounts/${propertyId}/transactions`;
  const answers = await sendKeyed(send, random, { path, body: entry, key: randomUUID() });
  for (const { data } of answers)
    expect(data).toMatchObject({ propertyId, direction, status: "posted", amount: { amount, currency } });
  const ids = new Set(answers.map(({ data }) => data.id));
  expect([...ids], "one key is one entry").toHaveLength(1);
  return { id: answers[0]?.data.id ?? "", propertyId, currency, direction, amountMinor };
};

const reverse = async ({ send, random }: AtWork, { propertyId, id }: Entered): Promise<void> => {
  const path = `/api/sync/accounts/${propertyId}/transactions/${encodeURIComponent(id)}/reverse`;
  const answers = await sendKeyed(send, random, { path, body: { reason: "typed twice" }, key: randomUUID() });
  for (const { data } of answers) expect(data).toMatchObject({ id, status: "void" });
};

const majorText = (minor: bigint, exponent: number): string => {
  const digits = minor.toString().padStart(exponent + 1, "0");
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
};

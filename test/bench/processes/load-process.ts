import { setTimeout as delay } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { nowMs } from "../clock.ts";
import { paymentDocument } from "../source/payment-document.ts";
import { paymentFacts } from "../source/payment-facts.ts";
import { indexes } from "../source/store-payments.ts";
import { serveCalls } from "./calls.ts";
import type { LoadCalls, PacedLoad, PacedResult } from "./load.ts";

/** Payments on their way at once; above this the pace would not be kept anyway. */
const connectionsMax = 50;

const clients: MongoClient[] = [];

/** Stores one payment after another at a fixed pace, whether or not the ones before are acknowledged: as tenants do. */
const store = async ({ uri, from, count, perSecond, together = 1 }: PacedLoad): Promise<PacedResult> => {
  const client = await new MongoClient(uri, { maxPoolSize: connectionsMax, minPoolSize: 10 }).connect();
  clients.push(client);
  const payments = client.db().collection("payments");
  const documents = indexes(from, from + count).map((index) => paymentDocument(paymentFacts(index)));
  const ackedAt = new Float64Array(count);
  const waits: Promise<void>[] = [];
  let latestMs = 0;
  const startedAt = nowMs();
  for (let position = 0; position < count; position += together) {
    const batch = documents.slice(position, position + together);
    const dueAt = startedAt + (position * 1_000) / perSecond;
    while (nowMs() < dueAt) await delay(Math.max(0, dueAt - nowMs()));
    latestMs = Math.max(latestMs, nowMs() - dueAt);
    const stamp = (): void => {
      ackedAt.fill(nowMs(), position, position + batch.length);
    };
    waits.push(payments.insertMany(batch, { writeConcern: { w: "majority" } }).then(stamp));
  }
  await Promise.all(waits);
  return { ackedAt, latestMs };
};

const calls: LoadCalls = { store };

serveCalls(calls, async () => void (await Promise.all(clients.map((client) => client.close()))));

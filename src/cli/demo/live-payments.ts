import { setTimeout as delay } from "node:timers/promises";
import type { Db, ObjectId } from "mongodb";
import type { DemoData } from "./create-demo-data.ts";
import type { ExpectedIncome, PaymentDocument } from "./create-payment.ts";
import type { LedgerWatch } from "./ledger-watch.ts";

export type LiveOptions = {
  readonly main: Db;
  readonly watch: LedgerWatch;
  readonly data: DemoData;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
};

export type LivePayments = {
  readonly incomes: readonly ExpectedIncome[];
  /** From MongoDB's acknowledgement until a reader saw it in the ledger, one per payment. Unit: ms. */
  readonly delaysMs: readonly number[];
};

const pauseMs = 500;
/** Payments told of in one line. */
const perLine = 10;
/** When the two awkward documents are put right: after so many payments. */
const propertyComesAfter = 4;
const correctionComesAfter = 8;

/** Payments that keep arriving until the signal; each is looked for in the ledger before the next is written. */
export const livePayments = async (options: LiveOptions): Promise<LivePayments> => {
  const { data, tell, signal } = options;
  const incomes: ExpectedIncome[] = [];
  const delaysMs: number[] = [];
  while (await pause(signal)) {
    const { document, income } = data.newPayment();
    delaysMs.push(await write(options, rowOf(document._id), (main) => main.collection("payments").insertOne(document)));
    incomes.push(income);
    const count = delaysMs.length;
    if (count === propertyComesAfter) await addProperty(options);
    if (count === correctionComesAfter) incomes.push(await correctAmount(options));
    if (count % perLine === 0) tell(lineOf(delaysMs.slice(-perLine), count));
  }
  const untold = delaysMs.length % perLine;
  if (untold > 0) tell(lineOf(delaysMs.slice(-untold), delaysMs.length));
  return { incomes, delaysMs };
};

/** False when the signal has come. */
const pause = (signal: AbortSignal): Promise<boolean> =>
  delay(pauseMs, true, { signal }).catch((error: unknown) => {
    if (signal.aborted) return false;
    throw error;
  });

const rowOf = (paymentId: ObjectId): string => `payments/${paymentId}/income`;

/** Writes to the main database; answers with the time from its acknowledgement until `shown` was seen in the ledger. */
const write = async (
  { main, watch }: LiveOptions,
  shown: string | ObjectId,
  work: (main: Db) => Promise<unknown>,
): Promise<number> => {
  const seen = watch.seen(shown);
  seen.catch(() => undefined);
  await work(main);
  const acknowledgedAt = performance.now();
  return Math.max(0, (await seen) - acknowledgedAt);
};

const addProperty = async (options: LiveOptions): Promise<void> => {
  const { laterProperty } = options.data;
  const delayMs = await write(options, laterProperty._id, (main) =>
    main.collection("properties").insertOne(laterProperty),
  );
  options.tell(
    `  The property of an earlier payment has arrived: after ${inMs(delayMs)} its account is named “${laterProperty.name}”.`,
  );
};

const correctAmount = async (options: LiveOptions): Promise<ExpectedIncome> => {
  const _id = options.data.misspelledId;
  const correction = { $set: { amount: 1_250 } };
  const delayMs = await write(options, rowOf(_id), (main) =>
    main.collection<PaymentDocument>("payments").updateOne({ _id }, correction),
  );
  options.tell(`  The amount “1,250.00” was corrected to 1250: posted after ${inMs(delayMs)}, its failure is closed.`);
  return { currency: "USD", minor: 125_000n };
};

const lineOf = (delaysMs: readonly number[], count: number): string =>
  `  ${String(count).padStart(4)} payments   ${delaysMs.map((delayMs) => Math.round(delayMs)).join(" ")} ms`;

export const inMs = (delayMs: number): string => `${Math.round(delayMs)} ms`;

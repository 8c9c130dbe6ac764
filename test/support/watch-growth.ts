import { setTimeout as pause } from "node:timers/promises";
import type { Db, Document } from "mongodb";

export type GrowthWatch = AsyncDisposable & {
  /** What was seen to be less than something seen before, whatever showed it. */
  readonly stepsBack: readonly string[];
  /** Looks so far. */
  looks(): number;
};

const lookEveryMs = 10;
const majority = { readConcern: { level: "majority" }, useBigInt64: true } as const;

/**
 * Reads what an account is worth as any outsider may (the view, the head, the sum of the rows) while its payments only grow: what is
 * seen is never less than what was seen before. USD, minor units.
 */
export const watchGrowth = (accounting: Db, propertyId: unknown): GrowthWatch => {
  const stepsBack: string[] = [];
  let most = { worth: 0n, shownBy: "nobody" };
  let looks = 0;
  const over = new AbortController();

  const shown = (shownBy: string, worth: bigint | null): void => {
    if (worth === null) return;
    if (worth < most.worth) stepsBack.push(`${shownBy} showed ${worth} after ${most.worth} by ${most.shownBy}`);
    else most = { worth, shownBy };
  };
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      shown("the view", worthByView(await accounting.collection("propertyaccounts").findOne({ propertyId }, majority)));
      const head = await accounting.collection<Document>("accounts").findOne({ _id: propertyId } as Document, majority);
      shown("the head", head?.balances.USD?.balanceMinor ?? null);
      shown("the rows", await worthByRows(accounting, propertyId));
      looks += 1;
      await pause(lookEveryMs);
    }
  };
  const watching = watch();
  // Told by whoever ends it.
  watching.catch(() => undefined);
  return {
    stepsBack,
    looks: () => looks,
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await watching;
    },
  };
};

/** The view tells major units as doubles. */
const worthByView = (account: Document | null): bigint | null =>
  account === null ? null : BigInt(Math.round(Number(account.runningBalance) * 100));

const worthByRows = async (accounting: Db, propertyId: unknown): Promise<bigint | null> => {
  const sum = { $group: { _id: null, worth: { $sum: "$amountMinor" } } };
  const rows = accounting.collection("transactions");
  const [found] = await rows.aggregate([{ $match: { propertyId, status: "posted" } }, sum], majority).toArray();
  return found?.worth ?? null;
};

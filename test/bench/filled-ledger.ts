import type { Bench } from "./bench.ts";
import { launchService, startUntilLive } from "./processes/service.ts";
import type { Sizes } from "./sizes.ts";
import { storePayments } from "./source/store-payments.ts";
import { createWorld, type Server, type World } from "./world.ts";

/** One large ledger, filled once: by the measure of filling, or else for the first that needs it. */
export type FilledLedger = AsyncDisposable & {
  /** Its source alone. */
  source(): Promise<World>;
  /** Whoever has filled the ledger says so. */
  isFilled(): void;
  /** The ledger in step with its source. */
  ledger(bench: Bench): Promise<World>;
};

/** Payments that measures may add to it. */
export const addedPaymentsMax = 100_000;

export const createFilledLedger = (server: Server, { fullSyncPayments: payments }: Sizes): FilledLedger => {
  let world: Promise<World> | null = null;
  let filled = false;
  const store = async (): Promise<World> => {
    const created = await createWorld(server, "filled", payments + addedPaymentsMax);
    await storePayments(created, { from: 0, to: payments });
    return created;
  };
  const source = (): Promise<World> => (world ??= store());
  return {
    source,
    isFilled: () => {
      filled = true;
    },
    ledger: async (bench) => {
      const whole = await source();
      if (!filled) await fill(bench, whole);
      filled = true;
      return whole;
    },
    [Symbol.asyncDispose]: async () => {
      const created = await world;
      await created?.[Symbol.asyncDispose]();
    },
  };
};

const fill = async (bench: Bench, world: World): Promise<void> => {
  await using service = await launchService(bench, world, null);
  await startUntilLive(service);
};

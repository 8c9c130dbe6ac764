import type { WireStatus } from "../../src/contract/status.ts";
import { until } from "./until.ts";

/** The status as a program tells it over HTTP. */
export const statusOf = async (url: string): Promise<WireStatus> => {
  const response = await fetch(`${url}/api/sync/status`);
  // Safe: what the contract's own tests prove.
  const { data } = (await response.json()) as { readonly data: WireStatus };
  return data;
};

/** Resolves when both databases answer and the ledger shows the whole source. */
export const untilLive = async (url: string): Promise<void> => {
  await until(`${url} is live`, async () => {
    const ready = await fetch(`${url}/readyz`);
    return ready.ok && (await statusOf(url)).realTime.state === "live";
  });
};

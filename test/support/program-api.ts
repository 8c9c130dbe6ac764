import type { WireStatus } from "../../src/contract/status.ts";
import { until } from "./until.ts";

/** The status as a program tells it over HTTP. */
export const statusOf = async (url: string, token?: string): Promise<WireStatus> => {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/sync/status`, { headers });
  // Safe: what the contract's own tests prove.
  const { data } = (await response.json()) as { readonly data: WireStatus };
  return data;
};

/** Resolves when both databases answer and the ledger shows the whole source. */
export const untilLive = async (url: string, token?: string): Promise<void> => {
  await until(`${url} is live`, async () => {
    const ready = await fetch(`${url}/readyz`);
    return ready.ok && (await statusOf(url, token)).realTime.state === "live";
  });
};

import type { SeededRandom } from "./seeded-random.ts";
import { until } from "./until.ts";

type Body = {
  readonly success: boolean;
  readonly code?: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape, read by tests alone.
  readonly data: any;
};

export type Send = (path: string, init: RequestInit) => Response | Promise<Response>;

export type KeyedRequest = { readonly path: string; readonly body: object; readonly key: string };

/** Sends a request twice under its key: at once, or the second when the first is answered. Both answers, neither a refusal. */
export const sendKeyed = async (
  send: Send,
  random: SeededRandom,
  request: KeyedRequest,
): Promise<readonly Pick<Body, "data">[]> => {
  if (random.below(2) === 0) return await Promise.all([sendUntilTaken(send, request), sendUntilTaken(send, request)]);
  return [await sendUntilTaken(send, request), await sendUntilTaken(send, request)];
};

/** While the same request is being carried out for the other one, the service says so (409). */
const sendUntilTaken = (send: Send, { path, body, key }: KeyedRequest): Promise<Pick<Body, "data">> => {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return until(`${path} is taken`, async () => {
    const response = await send(path, { method: "POST", headers, body: JSON.stringify(body) });
    // Safe: the service answers in its envelope.
    const answer = (await response.json()) as Body;
    if (response.ok) return answer;
    if (response.status !== 409 || answer.code !== "conflict") throw new Error(JSON.stringify(answer));
    return null;
  });
};

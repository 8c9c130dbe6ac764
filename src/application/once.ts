import { canonicalText } from "../domain/canonical-text.ts";
import { refusals } from "./audit/operation.ts";
import { type Caller, never } from "./caller.ts";
import type { CommandName } from "./command-table.ts";
import { AppError } from "./errors.ts";
import type { PipelinePorts } from "./pipeline-ports.ts";
import type { UseCases } from "./use-cases.ts";
import { textOfValue, valueOfText } from "./value-text.ts";

type OncePorts = Pick<PipelinePorts, "keys" | "hash" | "newToken" | "log">;

/**
 * What begins a run has no other mark of its own, and a reversal none for the key it came with. An entry keeps its key for ever,
 * in the id of its row.
 */
const keyedNames = [
  "startFullSync",
  "startCheck",
  "applyFixPlan",
  "retryFailures",
  "triggerSchedule",
  "reverseTransaction",
] as const satisfies readonly CommandName[];

type Act = (caller: Caller, ...asked: readonly unknown[]) => Promise<unknown>;

/**
 * The same use cases; one whose caller names an `idempotencyKey` is carried out once a day under it, whichever instance and
 * transport it arrives by: a repetition is answered what the first was, with `replayed: true`. `idempotency_key_reused` for
 * another request, `conflict` while the first is being carried out. A refusal uses no key up.
 */
export const once = (useCases: UseCases, ports: OncePorts): UseCases => {
  // Safe: the arguments and the answer are those of the use case of this name.
  const keyed = keyedNames.map((name) => [name, onceUnderKey(name, useCases[name] as Act, ports)] as const);
  return { ...useCases, ...Object.fromEntries(keyed) };
};

const onceUnderKey =
  (name: string, act: Act, ports: OncePorts): Act =>
  async ({ idempotencyKey, ...caller }, ...asked) => {
    if (idempotencyKey === undefined) return act(caller, ...asked);
    const { keys, hash, newToken } = ports;
    const id = hash(canonicalText([caller.actor, name, idempotencyKey]));
    const request = { id, requestHash: hash(canonicalText(asked)), orderId: newToken() };
    const begun = await keys.begin(request, never);
    switch (begun.kind) {
      case "other_request":
        throw new AppError("idempotency_key_reused", "This Idempotency-Key was used for another request.");
      case "in_flight":
        throw new AppError("conflict", "The same request is being carried out: ask again in a moment.");
      case "done":
        // Safe: the answer of this very use case.
        return { ...(valueOfText(begun.answer) as object), replayed: true };
      case "begun":
        return carryOut(ports, { id, orderId: begun.orderId }, () =>
          act({ ...caller, commandId: begun.orderId }, ...asked),
        );
    }
  };

type Order = { readonly id: string; readonly orderId: string };

const carryOut = async (ports: OncePorts, { id, orderId }: Order, act: () => Promise<unknown>): Promise<unknown> => {
  const { keys, log } = ports;
  // Whoever asks again after a while finds what the order has done by its id.
  const left = (error: unknown): void => log.error("a request under a key was not marked as answered", error);
  const answer = await act().catch(async (error: unknown) => {
    const isRefused = error instanceof AppError && refusals.has(error.code);
    await keys.release(id, orderId, isRefused ? "free" : "open", never).catch(left);
    throw error;
  });
  await keys.finish(id, orderId, textOfValue(answer), never).catch(left);
  return answer;
};

import type { DocumentKey, Failure } from "../domain/sync/failure.ts";
import { operationOf } from "./audit/operation.ts";
import type { Caller } from "./caller.ts";
import { AppError } from "./errors.ts";
import type { LeaderTerm } from "./leader-term.ts";
import type { PipelinePorts } from "./pipeline-ports.ts";

type Dismissal = { readonly key: DocumentKey; readonly reason: string };

/** Closes a failure by a person's word, in the lane's order: the count of what is open changes in the same commit. */
export const dismissFailure = async (
  ports: Pick<PipelinePorts, "clock" | "newToken">,
  term: LeaderTerm,
  caller: Caller,
  dismissal: Dismissal,
): Promise<void> => {
  const token = ports.newToken();
  const { actor } = caller;
  const word = { ...dismissal, actor, audit: operationOf(ports, caller, "dismissFailure", { failure: dismissal.key }) };
  const cause = { kind: "actor", actor } as const;
  const read = async () =>
    ({ kind: "dismiss", token, epoch: term.epoch, cause, at: ports.clock.now(), ...word }) as const;
  const result = await term.lane.submit("other", { read }, term.signal).done;
  if (result.kind === "not_dismissed") requireSame(result.failure, { ...dismissal, actor });
};

/** Asking twice for the same is no conflict. */
const requireSame = (failure: Failure | null, { key, reason, actor }: Dismissal & Pick<Caller, "actor">): void => {
  if (failure === null) throw new AppError("not_found", `There is no failure ${key}.`);
  const { resolution } = failure;
  if (resolution?.kind === "dismissed" && resolution.reason === reason && resolution.actor === actor) return;
  throw new AppError("conflict", `Failure ${key} is resolved already: ${resolution?.kind}.`);
};

import type { Id } from "../../domain/ids.ts";
import type { SourceCollection } from "../../domain/source/source-cut.ts";
import type { Explanation } from "../../domain/sync/explanation.ts";
import type { DocumentKey, Failure, FailureFilter } from "../../domain/sync/failure.ts";
import type { FailureGroup } from "../../domain/sync/failure-group.ts";
import { type Caller, never } from "../caller.ts";
import { dismissFailure } from "../dismiss-failure.ts";
import { AppError } from "../errors.ts";
import { explain } from "../explain.ts";
import type { LeaderTerm } from "../leader-term.ts";
import type { Pipeline } from "../pipeline.ts";
import type { Page, PageRequest } from "../ports/ledger-reader.ts";
import { begunBy, type OrderedRun } from "./runs.ts";

export type FailureUseCases = {
  /** Newest first. */
  failures(filter: FailureFilter, page: PageRequest): Promise<Page<Failure>>;
  /** Those that are not resolved, counted by reason and collection; the largest group first. */
  failureGroups(): Promise<readonly FailureGroup[]>;
  failure(key: DocumentKey): Promise<Failure>;
  /** Looks at the document once more, now; answers with the failure afterwards. Harmless when it is resolved. */
  retryFailure(caller: Caller, key: DocumentKey): Promise<Failure>;
  /** Every failure that is not resolved and that the filter means, as a run. `run_active` while another one runs. */
  retryFailures(caller: Caller, filter: FailureFilter): Promise<OrderedRun>;
  /** The failure afterwards; the same again for the same caller and reason, `conflict` when it was resolved otherwise. */
  dismissFailure(caller: Caller, key: DocumentKey, reason: string): Promise<Failure>;
  /** Why a document is, or is not, in the ledger. */
  explain(collection: SourceCollection, id: Id): Promise<Explanation>;
};

export const createFailureUseCases = (pipeline: Pipeline): FailureUseCases => {
  const { ports } = pipeline;
  const failure = async (key: DocumentKey): Promise<Failure> => {
    const found = await ports.ledger.failure(key, never);
    if (found === null) throw new AppError("not_found", `There is no failure ${key}.`);
    return found;
  };
  return {
    failures: (filter, page) => ports.ledger.failures(filter, page, never),
    failureGroups: () => ports.ledger.failureGroups(never),
    failure,
    retryFailure: async (caller, key) => {
      const term = writingTerm(pipeline);
      await term.retries.retry(await failure(key), caller.actor);
      return failure(key);
    },
    retryFailures: async (caller, filter) => {
      const { actor, commandId: id } = caller;
      const term = writingTerm(pipeline);
      return (await begunBy(pipeline, caller)) ?? term.retries.start({ id, filter, trigger: "api", actor });
    },
    dismissFailure: async (caller, key, reason) => {
      await dismissFailure(ports, writingTerm(pipeline), caller, { key, reason });
      return failure(key);
    },
    explain: (collection, id) => explain(pipeline, collection, id),
  };
};

const writingTerm = (pipeline: Pipeline): LeaderTerm => {
  const term = pipeline.requireTerm();
  if (!pipeline.options.syncEnabled) throw new AppError("disabled", "Sync is switched off by SYNC_ENABLED=false.");
  return term;
};

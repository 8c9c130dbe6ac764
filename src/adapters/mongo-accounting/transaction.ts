import { type ClientSession, MongoError, MongoServerError } from "mongodb";

/** How long a commit whose outcome is unknown is asked for again. */
const commitDeadlineMs = 10_000;

export type Outcome<T> = { readonly kind: "commit"; readonly value: T } | { readonly kind: "abort"; readonly value: T };

/**
 * Runs `work` in one transaction at one snapshot and commits or aborts as it says. Never runs it twice: whoever asked reads
 * and plans anew. Concerns are set here, since those of the client are ignored inside transactions.
 */
export const inTransaction = async <T>(
  session: ClientSession,
  work: (session: ClientSession) => Promise<Outcome<T>>,
): Promise<T> => {
  session.startTransaction({ readConcern: { level: "snapshot" }, writeConcern: { w: "majority" } });
  try {
    const outcome = await work(session);
    if (outcome.kind === "commit") await commit(session);
    else await session.abortTransaction();
    return outcome.value;
  } catch (error) {
    if (session.inTransaction()) await session.abortTransaction();
    throw error;
  }
};

const commit = async (session: ClientSession): Promise<void> => {
  const deadline = performance.now() + commitDeadlineMs;
  for (;;) {
    try {
      return await session.commitTransaction();
    } catch (error) {
      const isUnknown = error instanceof MongoError && error.hasErrorLabel("UnknownTransactionCommitResult");
      if (!isUnknown || performance.now() > deadline) throw error;
    }
  }
};

export const isDuplicateKey = (error: unknown): boolean => error instanceof MongoServerError && error.code === 11000;

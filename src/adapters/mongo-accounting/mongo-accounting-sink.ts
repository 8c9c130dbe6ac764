import type { ClientSession, Db } from "mongodb";
import { AppError } from "../../application/errors.ts";
import type {
  AccountingSink,
  CommitResult,
  LedgerBatch,
  ReconcileBatch,
} from "../../application/ports/accounting-sink.ts";
import type { Hash } from "../../domain/audit/audit-chain.ts";
import type { Currency } from "../../domain/money/currency.ts";
import { afterCommit, type Checkpoint, type CommittedFields, lastCommitOf } from "../../domain/sync/checkpoint.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { checkpointMoved, type Writing } from "./advance-checkpoint.ts";
import { isContention } from "./append-audit.ts";
import { checkpointOf, documentOfCheckpoint } from "./checkpoint-codec.ts";
import { stateCollection, stateIds } from "./collections.ts";
import { commitDismissal } from "./commit-dismissal.ts";
import { commitManual } from "./commit-manual.ts";
import { commitRebuild } from "./commit-rebuild.ts";
import { type Commit, commitReconcile } from "./commit-reconcile.ts";
import { exactNumbers, longOf } from "./long.ts";
import { prepareAccounting } from "./prepare.ts";
import { inTransaction, isDuplicateKey, type Outcome } from "./transaction.ts";

export type MongoSinkOptions = {
  readonly db: Db;
  /** The one session of all commits: its id is named in the lease, so that a successor can end what it left open. */
  readonly session: ClientSession;
  readonly defaultCurrency: Currency;
  readonly hash: Hash;
};

export const createMongoAccountingSink = ({ db, session, defaultCurrency, hash }: MongoSinkOptions): AccountingSink => {
  /** The checkpoint as this writer's last commit left it; null when that is not certain. */
  let known: Checkpoint | null = null;
  let patches = 0;

  const load = async (): Promise<Checkpoint> => {
    const document = await stateCollection(db).findOne(
      { _id: stateIds.checkpoint },
      { ...exactNumbers, readConcern: "majority" },
    );
    if (document === null) throw notPrepared();
    return checkpointOf(document);
  };

  const attempt = async (batch: LedgerBatch, checkpoint: Checkpoint): Promise<CommitResult> => {
    const patchesBefore = patches;
    const commit = await inTransaction(session, (active) =>
      commitInside({ db, session: active, hash }, batch, checkpoint),
    );
    known = patches === patchesBefore ? afterBatch(checkpoint, commit.fields) : null;
    return commit.result;
  };

  const commit = async (batch: LedgerBatch, conflicts = 0): Promise<CommitResult> => {
    const checkpoint = known ?? (await load());
    if (checkpoint.epoch !== batch.epoch) return { kind: "fenced" };
    if (checkpoint.unitToken === batch.token)
      return { kind: "already_committed", checkpoint: lastCommitOf(checkpoint) };
    known = null;
    try {
      return await attempt(batch, checkpoint);
    } catch (error) {
      const next = nextAttempt(batch, error, conflicts);
      if (next === null) throw error;
      return commit(next, conflicts + 1);
    }
  };

  return {
    prepare: () => translated("accounting", () => prepareAccounting(db, defaultCurrency)),
    takeOver: (epoch) =>
      translated("accounting", async () => {
        const update = { $set: { epoch: longOf(epoch) } };
        const filter = { _id: stateIds.checkpoint, epoch: { $lt: longOf(epoch) } };
        await stateCollection(db).updateOne(filter, update, { writeConcern: { w: "majority" } });
        known = await load();
        return known;
      }),
    checkpoint: () => translated("accounting", load),
    commit: (batch) => translated("accounting", () => commit(batch)),
    patchCheckpoint: (epoch, patch) =>
      translated("accounting", async () => {
        const filter = { _id: stateIds.checkpoint, epoch: longOf(epoch) };
        const update = { $set: documentOfCheckpoint(patch) };
        const { matchedCount } = await stateCollection(db).updateOne(filter, update, {
          writeConcern: { w: "majority" },
        });
        patches += 1;
        known = null;
        return matchedCount === 0 ? "fenced" : "patched";
      }),
  };
};

/** Before the first start has finished, or when somebody has removed it: nothing can be said or written without it. */
const notPrepared = (): AppError =>
  new AppError("accounting_unavailable", "The accounting database has no checkpoint (sync_state) yet.");

/** How often another instance's line may come between before a unit counts as not committed. */
const conflictsMax = 20;

/** What is committed after this error instead, at once; null = nothing is. */
const nextAttempt = (batch: LedgerBatch, error: unknown, conflicts: number): LedgerBatch | null => {
  if (error === checkpointMoved) return batch;
  if (isGuess(batch)) return isDuplicateKey(error) ? { ...batch, presumedNew: new Set() } : null;
  return isAudited(batch) && isContention(error) && conflicts < conflictsMax ? batch : null;
};

const isAudited = ({ kind }: LedgerBatch): boolean => kind === "manual" || kind === "dismiss";

const commitInside = (
  { db, session, hash }: Writing & { readonly hash: Hash },
  batch: LedgerBatch,
  checkpoint: Checkpoint,
): Promise<Outcome<Commit>> => {
  switch (batch.kind) {
    case "manual":
      return commitManual({ db, session, hash }, batch, checkpoint);
    case "dismiss":
      return commitDismissal({ db, session, hash }, batch, checkpoint);
    case "rebuild":
      return commitRebuild({ db, session }, batch, checkpoint);
    case "reconcile":
      return commitReconcile(db, session, batch, checkpoint);
  }
};

const afterBatch = (checkpoint: Checkpoint, fields: CommittedFields | null): Checkpoint =>
  fields === null ? checkpoint : afterCommit(checkpoint, fields);

const isGuess = (batch: LedgerBatch): batch is ReconcileBatch =>
  batch.kind === "reconcile" && batch.presumedNew.size > 0;

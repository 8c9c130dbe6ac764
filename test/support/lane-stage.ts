import { createVirtualClock, type VirtualClock } from "../../src/adapters/memory/virtual-clock.ts";
import type { Unit } from "../../src/application/carry-unit.ts";
import { AppError } from "../../src/application/errors.ts";
import { createLane, type Lane, type Ticket } from "../../src/application/lane.ts";
import type {
  AccountingSink,
  CommitResult,
  LedgerBatch,
  ReconcileBatch,
} from "../../src/application/ports/accounting-sink.ts";
import type { SourceReader } from "../../src/application/ports/source-reader.ts";
import type { Priority } from "../../src/application/turns.ts";
import { type ClusterTime, createClusterTime } from "../../src/domain/cluster-time.ts";
import { encodeId } from "../../src/domain/ids.ts";
import { committedFieldsOf } from "../../src/domain/sync/checkpoint.ts";
import { aCheckpoint } from "./a-checkpoint.ts";
import { netRules } from "./arbitraries/rules.ts";
import { noKeys } from "./test-source.ts";

export const at = (increment: number): ClusterTime => createClusterTime(1_700_000_000, increment);

/**
 * How one attempt to commit ends. `reply_lost`: it was committed, and nobody heard. `outdated`: it had to read more, and that
 * could not be read at its own time any longer.
 */
export type Attempt = "committed" | "unchanged" | "away" | "reply_lost" | "outdated" | "fenced" | "broken";

export type UnitScript = {
  readonly token: string;
  /** What each reading shows, given the floor; the last one repeats. Default: the floor itself. */
  readonly shows?: readonly ((floor: ClusterTime) => ClusterTime)[];
  /** How each reading fails; behind these they succeed. */
  readonly readings?: readonly ("away" | "broken")[];
  /** How each attempt to commit ends; behind these they succeed. */
  readonly attempts?: readonly Attempt[];
  readonly readMs?: number;
  readonly commitMs?: number;
};

export type LaneStage = {
  readonly clock: VirtualClock;
  readonly lane: Lane;
  /** What happened, in order: "read a", "commit a", "committed a", "failed a". */
  readonly story: string[];
  /** Times of what was committed, in order. */
  readonly committed: ClusterTime[];
  /** The floor that each reading was given. */
  readonly floors: ClusterTime[];
  readonly waiting: unknown[];
  /** Newest time that the source can show. */
  newest: ClusterTime;
  submit(priority: Priority, script: UnitScript, signal?: AbortSignal): Ticket;
};

const never = new AbortController().signal;
const away = new AppError("accounting_unavailable", "The accounting database does not answer.");
export const broken = new Error("broken for good");

const refuse = (): never => {
  throw new Error("not played by this stage");
};

/** A lane between a source and a ledger that do as they are told. */
export const createLaneStage = (start: ClusterTime = at(1)): LaneStage => {
  const clock = createVirtualClock();
  const story: string[] = [];
  const committed: ClusterTime[] = [];
  const floors: ClusterTime[] = [];
  const waiting: unknown[] = [];
  const plays = new Map<string, Play>();

  const write = (play: Play, { cut, token }: ReconcileBatch): void => {
    play.wasCommitted = true;
    story.push(`committed ${token}`);
    committed.push(cut.asOf);
  };
  const commit = async (batch: LedgerBatch): Promise<CommitResult> => {
    const play = plays.get(batch.token);
    if (play === undefined || batch.kind !== "reconcile") return refuse();
    story.push(`commit ${batch.token}`);
    await clock.sleep(play.script.commitMs ?? 1, never);
    if (play.wasCommitted) return { kind: "already_committed", checkpoint: committedFieldsOf(aCheckpoint) };
    play.attempts += 1;
    const attempt = play.script.attempts?.[play.attempts - 1] ?? "committed";
    if (attempt === "committed" || attempt === "unchanged" || attempt === "reply_lost") write(play, batch);
    return resultOf(attempt);
  };
  const watch = ({ token }: UnitScript, floor: ClusterTime): void => {
    story.push(`read ${token}`);
    floors.push(floor);
  };
  const unitOf = (script: UnitScript): Unit => ({
    ...createReading(script, clock, watch),
    onFailure: () => story.push(`failed ${script.token}`),
  });

  const lane = createLane(
    {
      source: sourceShowing(() => stage.newest),
      sink: { prepare: refuse, takeOver: refuse, commit, patchCheckpoint: refuse, checkpoint: refuse },
      rules: netRules,
      clock,
      random: () => 0,
      onWaiting: (error) => waiting.push(error),
      onCommitted: () => undefined,
    } satisfies Parameters<typeof createLane>[0] & { readonly sink: AccountingSink },
    start,
  );
  const stage: LaneStage = {
    clock,
    lane,
    story,
    committed,
    floors,
    waiting,
    newest: start,
    submit: (priority, script, signal = never) => {
      plays.set(script.token, { script, attempts: 0, wasCommitted: false });
      return lane.submit(priority, unitOf(script), signal);
    },
  };
  return stage;
};

/** Most units that were at once between their first reading and their end. */
export const inFlightMost = (story: readonly string[]): number => {
  const begun = new Set<string>();
  const over = new Set<string>();
  let most = 0;
  for (const [verb, token = ""] of story.map((line) => line.split(" "))) {
    if (verb === "committed" || verb === "failed") over.add(token);
    else begun.add(token);
    most = Math.max(most, begun.size - over.size);
  }
  return most;
};

type Play = { readonly script: UnitScript; attempts: number; wasCommitted: boolean };

const createReading = (
  script: UnitScript,
  clock: VirtualClock,
  watch: (script: UnitScript, floor: ClusterTime) => void,
): Pick<Unit, "read"> => {
  let readings = 0;
  return {
    read: async (floor) => {
      readings += 1;
      watch(script, floor);
      await clock.sleep(script.readMs ?? 1, never);
      const failure = script.readings?.[readings - 1];
      if (failure !== undefined) throw failure === "away" ? away : broken;
      const show = script.shows?.[readings - 1] ?? script.shows?.at(-1);
      return batchOf(script.token, show === undefined ? floor : show(floor));
    },
  };
};

const outcomes = { applied: 0, unchanged: 0, notPosted: 0, failed: 0 };
const judged = { outcomes, orphanedRows: null, changedKeys: [], failedKeys: [], rowsChanged: 0, row: null };

const resultOf = (attempt: Attempt): CommitResult => {
  switch (attempt) {
    case "away":
    case "reply_lost":
      throw away;
    case "broken":
      throw broken;
    case "fenced":
      return { kind: "fenced" };
    case "outdated":
      return { kind: "incomplete", properties: [encodeId({ kind: "string", value: "house" })], owners: [] };
    case "committed":
      return { kind: "committed", checkpoint: committedFieldsOf(aCheckpoint), ...judged };
    case "unchanged":
      return { kind: "unchanged", ...judged };
  }
};

/** Whatever is read besides is read at the newest time. */
const sourceShowing = (newest: () => ClusterTime): SourceReader => ({
  read: () => Promise.resolve({ asOf: newest(), payments: new Map(), properties: new Map(), owners: new Map() }),
  readPage: refuse,
  existing: refuse,
  count: refuse,
  ping: refuse,
});

const batchOf = (token: string, asOf: ClusterTime): ReconcileBatch => ({
  kind: "reconcile",
  token,
  epoch: 1n,
  cause: { kind: "stream" },
  at: 0,
  keys: noKeys,
  cut: { asOf, payments: new Map(), properties: new Map(), owners: new Map() },
  events: 0,
  position: null,
  presumedNew: new Set(),
  stretch: null,
  dryRun: false,
});

import type { Cause } from "../domain/ledger/journal-line.ts";
import type { SourceCollection, SourceKeys } from "../domain/source/source-cut.ts";
import type { Checkpoint } from "../domain/sync/checkpoint.ts";
import type { DocumentKey, Failure } from "../domain/sync/failure.ts";
import type { UnitResult } from "./carry-unit.ts";
import { AppError } from "./errors.ts";
import { lookNow } from "./look-now.ts";
import type { LedgerReader } from "./ports/ledger-reader.ts";
import type { SourceReader } from "./ports/source-reader.ts";
import { type KeysPorts, submitKeys } from "./reconcile-keys.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";

/** Failures tried together: a small unit, so that the stream beside it hardly waits. */
export const retryChunkMax = 200;
/** How often it is looked whether a retry is due, at most and at least. Unit: ms. */
const lookEveryMaxMs = 30_000;
const lookEveryMinMs = 1_000;

export type RetryFailuresPorts = KeysPorts & RetryPorts & { readonly ledger: LedgerReader };

export type KeepRetryingPorts = RetryFailuresPorts & {
  readonly checkpoint: () => Checkpoint;
  readonly onError: (error: unknown) => void;
  /** Told at each look: the newest failures that wait for a person. */
  readonly onQuarantined: (keys: readonly DocumentKey[]) => void;
};

/** Quarantined failures that are named; the others are counted. */
const quarantinedNamedMax = 5;

/** Makes the planned retries of all failures as they fall due, until told to stop. What is planned is in the ledger: a restart goes on. */
export const keepRetrying = async (ports: KeepRetryingPorts, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      await ports.clock.sleep(await retryDue(ports, signal), signal);
    } catch (error) {
      if (signal.aborted) return;
      ports.onError(error);
      await ports.clock.sleep(lookEveryMaxMs, signal).catch(() => undefined);
    }
  }
};

/** Retries what is due, at most one chunk; answers after how many ms to look again. */
const retryDue = async (ports: KeepRetryingPorts, signal: AbortSignal): Promise<number> => {
  const { openFailures } = ports.checkpoint();
  if (openFailures === 0) return nothingQuarantined(ports);
  await nameQuarantined(ports, signal);
  const planned = await retryTransient(ports, () => ports.ledger.nextRetries(retryChunkMax + 1, signal), signal);
  const now = ports.clock.now();
  const due = planned.filter(({ nextRetryAt }) => nextRetryAt !== null && nextRetryAt <= now).slice(0, retryChunkMax);
  if (due.length > 0) await retryTogether(ports, due, { kind: "actor", actor: "ledgersync" }, signal);
  const nextRetryAt = planned[due.length]?.nextRetryAt ?? Number.POSITIVE_INFINITY;
  return Math.min(lookEveryMaxMs, Math.max(lookEveryMinMs, nextRetryAt - now));
};

const nothingQuarantined = ({ onQuarantined }: KeepRetryingPorts): number => {
  onQuarantined([]);
  return lookEveryMaxMs;
};

const nameQuarantined = async (ports: KeepRetryingPorts, signal: AbortSignal): Promise<void> => {
  if (ports.checkpoint().failureCounts.quarantined === 0) return ports.onQuarantined([]);
  const filter = { state: "quarantined", collection: null, code: null } as const;
  const page = { limit: quarantinedNamedMax, cursor: null };
  const { items } = await retryTransient(ports, () => ports.ledger.failures(filter, page, signal), signal);
  ports.onQuarantined(items.map(({ key }) => key));
};

/** Looks once more at the documents of these failures; their records say what came of it. */
export const retryTogether = async (
  ports: RetryFailuresPorts,
  failures: readonly Failure[],
  cause: Cause,
  signal: AbortSignal,
): Promise<UnitResult> => {
  await lookNow(ports, signal);
  const source = { ...ports.source, read: readUnlessDropped(ports.source) };
  return submitKeys({ ...ports, source }, { keys: keysOf(failures), cause, isRetry: true }, signal);
};

/** A collection that was dropped says nothing about its payments: taking their rows back needs a full sync and perhaps a person. */
const readUnlessDropped =
  (source: SourceReader): SourceReader["read"] =>
  async (keys, at, signal) => {
    const cut = await source.read(keys, at, signal);
    if (!cut.lacksPayments) return cut;
    throw new AppError(
      "conflict",
      "The main database has no payments any more, so that no failure can be tried again.",
    );
  };

export const keysOf = (failures: readonly Failure[]): SourceKeys => {
  const idsOf = (collection: SourceCollection) =>
    failures.flatMap((failure) => (failure.collection === collection ? failure.documentId : []));
  return { payments: idsOf("payments"), properties: idsOf("properties"), owners: idsOf("owners") };
};

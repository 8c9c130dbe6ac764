import { createClusterTime } from "../../src/domain/cluster-time.ts";
import { encodeId } from "../../src/domain/ids.ts";
import { journalLine } from "../../src/domain/ledger/journal-line.ts";
import type { Explanation } from "../../src/domain/sync/explanation.ts";
import { documentKey, type Failure } from "../../src/domain/sync/failure.ts";
import { sampleNow, sampleRow } from "./http-samples.ts";

const documentId = encodeId({ kind: "string", value: "2024/01/7 %2F" });

/** A failure whose document's id has what paths make trouble with. */
export const sampleFailure: Failure = {
  key: documentKey("payments", documentId),
  collection: "payments",
  documentId,
  state: "retrying",
  code: "money_invalid",
  field: "amount",
  expected: "amount in major units",
  found: "string",
  attempts: 3,
  retries: 2,
  nextRetryAt: sampleNow + 1_800_000,
  firstSeenAt: sampleNow - 600_000,
  lastSeenAt: sampleNow,
  resolvedAt: null,
  resolution: null,
  asOf: createClusterTime(1_704_067_200, 3),
};

export const dismissedSample = (reason: string): Failure => ({
  ...sampleFailure,
  state: "resolved",
  nextRetryAt: null,
  resolvedAt: sampleNow,
  resolution: { kind: "dismissed", reason, actor: "local" },
});

const { status, origin, voidReason, voidedBy, asOf, journalSeq, postedAt, updatedAt, ...facts } = sampleRow;

export const sampleExplanation: Explanation = {
  collection: "payments",
  id: documentId,
  source: { exists: true, asOf: createClusterTime(1_704_067_200, 4) },
  state: { kind: "posted", rows: [facts], noise: false },
  rows: [sampleRow],
  account: null,
  failure: null,
  journal: [
    journalLine(null, { ...sampleRow, journalSeq: 12n }, { at: sampleNow, cause: { kind: "run", runId: "run-1" } }),
  ],
  verdict: "It is posted, and its row says what the document says.",
};

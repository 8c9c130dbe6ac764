import { chained, chainStart } from "../../src/domain/audit/audit-chain.ts";
import type { AuditEntry, AuditLine } from "../../src/domain/audit/audit-line.ts";
import { sha256 } from "./sha256.ts";

/** What the trail is told of an act; `operationId` names it. */
export const anAuditEntry = (operationId: string, fields: Partial<AuditEntry> = {}): AuditEntry => ({
  operationId,
  at: Date.UTC(2024, 0, 15),
  actor: { id: "ann", roles: ["operator"] },
  action: "cancelRun",
  subject: { runId: "r1" },
  before: { state: "running" },
  after: { state: "cancelled" },
  outcome: "succeeded",
  code: null,
  requestId: "q1",
  traceId: null,
  ...fields,
});

export const sampleAuditLine: AuditLine = chained(anAuditEntry("o1"), chainStart, sha256);

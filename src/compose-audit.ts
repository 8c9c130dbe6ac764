import { createMongoAuditTrail } from "./adapters/mongo-accounting/mongo-audit-trail.ts";
import { createMongoClient } from "./adapters/mongo-driver/connect.ts";
import { verifyAudit } from "./application/audit/verify-audit.ts";
import type { AuditHead } from "./domain/audit/audit-chain.ts";
import type { AuditVerdict } from "./domain/audit/verify-chain.ts";
import type { MongoTarget } from "./mongo-target.ts";

export type { AuditHead, AuditVerdict };

/** Reads the whole trail of an accounting database, which needs no right but `find`, and judges it. */
export const verifyAuditOf = async (
  { uri, databaseName }: MongoTarget,
  hash: (text: string) => string,
  anchor: AuditHead | null,
): Promise<AuditVerdict> => {
  const client = createMongoClient(uri, "accounting");
  try {
    const audit = createMongoAuditTrail(client.db(databaseName), hash);
    return await verifyAudit({ audit, hash }, anchor, new AbortController().signal);
  } finally {
    await client.close();
  }
};

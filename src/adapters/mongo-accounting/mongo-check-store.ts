import type { Db, Document } from "mongodb";
import type { CheckStore, NumberedFinding } from "../../application/ports/check-store.ts";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { Check } from "../../domain/consistency/check.ts";
import { clusterTimeOf, timestampOf } from "../mongo-driver/cluster-time-codec.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { keysOfCursor, listName } from "./cursor.ts";
import { createFencedDocuments, type Fenced } from "./fenced-documents.ts";
import { insertNew } from "./insert-new.ts";
import { pageOf } from "./page.ts";

/** Checks in `sync_checks`, stamped with the epoch that writes them, and what they found in `sync_findings`. */
export const createMongoCheckStore = (db: Db): CheckStore => {
  const checks = db.collection<Fenced>(collectionNames.checks);
  const stored = db.collection<Fenced>(collectionNames.findings);
  return {
    ...createFencedDocuments(db, collectionNames.checks, { toDocument: documentOfCheck, toItem: checkOf }),
    latest: () =>
      translated("accounting", async () => {
        const [document] = await checks.find({ state: "complete" }).sort({ endedAt: -1, _id: -1 }).limit(1).toArray();
        return document === undefined ? null : checkOf(document);
      }),
    unfinishedRounds: () =>
      translated("accounting", async () => {
        const find = checks.find({ state: "running", isContinuous: true }).sort({ startedAt: -1, _id: -1 });
        return (await find.toArray()).map(checkOf);
      }),
    addFindings: (checkId, findings) =>
      translated("accounting", () =>
        insertNew(
          db,
          collectionNames.findings,
          findings.map((finding) => documentOfFinding(checkId, finding)),
        ),
      ),
    findings: (checkId, { rule, propertyId }, { limit, cursor }) =>
      translated("accounting", async () => {
        const list = listName(`findings/${checkId}`, { rule, propertyId });
        const after = cursor === null ? 0 : Number(keysOfCursor(cursor, list)[0]);
        const query = {
          checkId,
          ...(rule === null ? {} : { rule }),
          ...(propertyId === null ? {} : { propertyId: bsonOfId(propertyId) }),
          number: { $gt: after },
        };
        const found = await stored
          .find(query)
          .sort({ number: 1 })
          .limit(limit + 1)
          .toArray();
        return pageOf(found, { list, limit, toItem: findingOf, keysOf: ({ number }) => [number] });
      }),
  };
};

const documentOfCheck = ({ id, asOf, ...check }: Check): Fenced => ({
  ...check,
  _id: id,
  asOf: asOf === null ? null : { from: timestampOf(asOf.from), to: timestampOf(asOf.to) },
  startedAt: new Date(check.startedAt),
  savedAt: new Date(check.savedAt),
  endedAt: check.endedAt === null ? null : new Date(check.endedAt),
  criticalSince: check.criticalSince === null ? null : new Date(check.criticalSince),
});

const checkOf = (document: Document): Check => {
  const { _id, epoch: _, asOf, startedAt, endedAt, criticalSince, savedAt, ...check } = document;
  // Safe: the rest is what `documentOfCheck` wrote. What checks of an earlier release do not tell is told for them.
  return {
    ...untold,
    ...(check as Omit<Check, "id" | "asOf" | "startedAt" | "endedAt" | "criticalSince" | "savedAt">),
    id: _id,
    savedAt: (savedAt ?? startedAt).getTime(),
    asOf: asOf === null ? null : timesOf(asOf),
    startedAt: startedAt.getTime(),
    endedAt: endedAt === null ? null : endedAt.getTime(),
    criticalSince: criticalSince === null ? null : criticalSince.getTime(),
  };
};

const untold = { isContinuous: false, projectionId: "", matchedPayments: 0, total: null, place: null };

const timesOf = ({ from, to }: Document): { readonly from: ClusterTime; readonly to: ClusterTime } => ({
  from: clusterTimeOf(from),
  to: clusterTimeOf(to),
});

const numberWidth = 9;

const documentOfFinding = (checkId: string, finding: NumberedFinding): Fenced => ({
  ...finding,
  _id: `${checkId}/${String(finding.number).padStart(numberWidth, "0")}`,
  checkId,
  propertyId: finding.propertyId === null ? null : bsonOfId(finding.propertyId),
  at: new Date(),
});

const findingOf = (document: Document): NumberedFinding => {
  const { _id: _, checkId: __, at: ___, propertyId, ...finding } = document;
  // Safe: the rest is what `documentOfFinding` wrote.
  return {
    ...(finding as Omit<NumberedFinding, "propertyId">),
    propertyId: propertyId === null ? null : idOfBson(propertyId),
  };
};

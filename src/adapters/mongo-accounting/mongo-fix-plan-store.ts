import type { Db, Document } from "mongodb";
import type { FixPlanStore } from "../../application/ports/fix-plan-store.ts";
import type { FixItem, FixPlan } from "../../domain/consistency/fix-plan.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { createFencedDocuments, type Fenced } from "./fenced-documents.ts";
import { insertNew } from "./insert-new.ts";

/** Plans in `sync_fix_plans`, stamped with the epoch that writes them, and their items in `sync_fix_items`. */
export const createMongoFixPlanStore = (db: Db): FixPlanStore => {
  const stored = db.collection<Fenced>(collectionNames.fixItems);
  return {
    ...createFencedDocuments(db, collectionNames.fixPlans, { toDocument: documentOfPlan, toItem: planOf }),
    addItems: (planId, items) =>
      translated("accounting", () =>
        insertNew(
          db,
          collectionNames.fixItems,
          items.map((item) => documentOfItem(planId, item)),
        ),
      ),
    items: (planId, after, limit) =>
      translated("accounting", async () => {
        const find = stored.find({ planId, number: { $gt: after } }, { batchSize: limit });
        return (await find.sort({ number: 1 }).limit(limit).toArray()).map(itemOf);
      }),
  };
};

const documentOfPlan = ({ id, ...plan }: FixPlan): Fenced => ({
  ...plan,
  _id: id,
  createdAt: new Date(plan.createdAt),
});

const planOf = (document: Document): FixPlan => {
  const { _id, epoch: _, createdAt, ...plan } = document;
  // Safe: the rest is what `documentOfPlan` wrote.
  return { ...(plan as Omit<FixPlan, "id" | "createdAt">), id: _id, createdAt: createdAt.getTime() };
};

const numberWidth = 9;

const documentOfItem = (planId: string, { target, propertyId, ...item }: FixItem): Fenced => ({
  ...item,
  _id: `${planId}/${String(item.number).padStart(numberWidth, "0")}`,
  planId,
  target: { kind: target.kind, id: bsonOfId(target.id) },
  propertyId: propertyId === null ? null : bsonOfId(propertyId),
  at: new Date(),
});

const itemOf = (document: Document): FixItem => {
  const { number, fix, changes, target, propertyId } = document;
  return {
    number,
    fix,
    changes,
    target: { kind: target.kind, id: idOfBson(target.id) },
    propertyId: propertyId === null ? null : idOfBson(propertyId),
  };
};

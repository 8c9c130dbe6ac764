import type { Db, Document } from "mongodb";
import type { FixPlanStore } from "../../application/ports/fix-plan-store.ts";
import type { FixItem, FixPlan } from "../../domain/consistency/fix-plan.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { insertNew } from "./insert-new.ts";
import { longOf } from "./long.ts";
import { isDuplicateKey } from "./transaction.ts";

type Stored = Document & { readonly _id: string };

const majority = { writeConcern: { w: "majority" } } as const;

/** Plans in `sync_fix_plans`, stamped with the epoch that writes them, and their items in `sync_fix_items`. */
export const createMongoFixPlanStore = (db: Db): FixPlanStore => {
  const plans = db.collection<Stored>(collectionNames.fixPlans);
  const stored = db.collection<Stored>(collectionNames.fixItems);
  return {
    save: (plan, epoch) =>
      translated("accounting", async () => {
        const filter = { _id: plan.id, epoch: { $lte: longOf(epoch) } };
        try {
          await plans.replaceOne(filter, documentOfPlan(plan, epoch), { upsert: true, ...majority });
          return "saved";
        } catch (error) {
          // There is one of a newer epoch: the filter did not meet it, and the insertion did.
          if (isDuplicateKey(error)) return "fenced";
          throw error;
        }
      }),
    get: (id) =>
      translated("accounting", async () => {
        const document = await plans.findOne({ _id: id });
        return document === null ? null : planOf(document);
      }),
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

const documentOfPlan = ({ id, ...plan }: FixPlan, epoch: bigint): Stored => ({
  ...plan,
  _id: id,
  epoch: longOf(epoch),
  createdAt: new Date(plan.createdAt),
});

const planOf = (document: Document): FixPlan => {
  const { _id, epoch: _, createdAt, ...plan } = document;
  // Safe: the rest is what `documentOfPlan` wrote.
  return { ...(plan as Omit<FixPlan, "id" | "createdAt">), id: _id, createdAt: createdAt.getTime() };
};

const numberWidth = 9;

const documentOfItem = (planId: string, { target, propertyId, ...item }: FixItem): Stored => ({
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

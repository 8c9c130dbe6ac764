import { createMongoEventLog } from "../../../src/adapters/mongo-accounting/mongo-event-log.ts";
import type { EventLog } from "../../../src/application/ports/event-log.ts";
import type { EventLogHarness } from "../../contracts/event-log.contract.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";

/** Events in a fresh accounting database. */
export const createMongoEventLogHarness = async (): Promise<EventLogHarness> => {
  const { accounting: db, cleanUp } = await freshDatabases();
  await db.createCollection("sync_events");
  const logs = new Map<string, EventLog>();
  const losing = new Set<string>();

  /** The collection as a driver would give it whose connection breaks behind an insertion. */
  const dbOf = (instanceId: string): typeof db =>
    Object.create(db, {
      collection: {
        value: (name: string) => {
          const collection = db.collection(name);
          const insertMany: typeof collection.insertMany = async (...args) => {
            const result = await collection.insertMany(...args);
            if (losing.delete(instanceId)) throw new Error("the reply was lost");
            return result;
          };
          return Object.create(collection, { insertMany: { value: insertMany } });
        },
      },
    });

  return {
    log: (instanceId) => {
      const log = logs.get(instanceId) ?? createMongoEventLog(dbOf(instanceId));
      logs.set(instanceId, log);
      return log;
    },
    loseReply: (instanceId) => void losing.add(instanceId),
    close: cleanUp,
  };
};

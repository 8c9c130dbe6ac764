import type { CommandStartedEvent, Document, MongoClient } from "mongodb";
import type { KillPoint, Pass } from "./kill-points.ts";

type Points = { readonly sent?: KillPoint; readonly acknowledged?: KillPoint };

/** Names the points that the accounting database's client passes, by the commands it sends. It must monitor them. */
export const passCommandPoints = (client: MongoClient, pass: Pass): void => {
  const awaited = new Map<number, KillPoint>();
  client.on("commandStarted", (event) => {
    const { sent, acknowledged } = pointsOf(event);
    if (acknowledged !== undefined) awaited.set(event.requestId, acknowledged);
    // The driver writes to its socket within this turn of the event loop, and hears no reply before the next.
    if (sent !== undefined) setImmediate(() => pass(sent));
  });
  client.on("commandSucceeded", ({ requestId }) => {
    const point = awaited.get(requestId);
    awaited.delete(requestId);
    if (point !== undefined) pass(point);
  });
  client.on("commandFailed", ({ requestId }) => void awaited.delete(requestId));
};

const pointsOf = ({ commandName, command }: CommandStartedEvent): Points => {
  if (commandName === "commitTransaction") return { sent: "commit is sent", acknowledged: "commit is acknowledged" };
  const collection: unknown = command[commandName];
  return command.autocommit === false
    ? inTransaction(commandName, collection, command)
    : ofService(commandName, collection, command);
};

const inTransaction = (name: string, collection: unknown, command: Document): Points => {
  if (command.startTransaction === true) return { acknowledged: "transaction is open" };
  switch (`${name} ${collection}`) {
    case "insert transactions":
      return { acknowledged: "new rows are written" };
    case "update transactions":
      return { acknowledged: "changed rows are written" };
    case "insert accounts":
      return { acknowledged: "new heads are written" };
    case "update accounts":
      return { acknowledged: isWhole(command) ? "retold heads are written" : "shifted heads are written" };
    case "insert journal":
      return { acknowledged: "journal is written" };
    case "update sync_failures":
      return { acknowledged: "failures are written" };
    case "update sync_state":
      return { acknowledged: "checkpoint is moved" };
    default:
      return {};
  }
};

const ofService = (name: string, collection: unknown, command: Document): Points => {
  switch (`${name} ${collection}`) {
    case "findAndModify sync_state":
      return { sent: "lease is asked for", acknowledged: "lease is won" };
    case "update sync_runs":
      return { sent: "progress of a run is sent", acknowledged: "progress of a run is acknowledged" };
    case "update sync_state":
      return ofState(command);
    default:
      return {};
  }
};

const ofState = (command: Document): Points => {
  const { q, u } = command.updates[0];
  if (q._id === "lease" && Array.isArray(u))
    return { sent: "renewal is sent", acknowledged: "renewal is acknowledged" };
  if (q._id !== "checkpoint" || u.$set === undefined) return {};
  return Object.keys(u.$set).join() === "epoch"
    ? { sent: "fence is sent", acknowledged: "fence is acknowledged" }
    : { sent: "patch of the checkpoint is sent", acknowledged: "patch of the checkpoint is acknowledged" };
};

/** Heads are replaced where they say something else, and set in part where only their totals change. */
const isWhole = ({ updates }: Document): boolean => Object.hasOwn(updates[0].u, "_id");

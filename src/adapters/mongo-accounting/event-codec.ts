import type { Long } from "mongodb";
import type { NewEvent } from "../../application/ports/event-log.ts";
import type { SyncEvent, ToldEvent } from "../../domain/sync/sync-event.ts";
import { longOf } from "./long.ts";

export type EventDocument = {
  readonly _id: Long;
  readonly token: string;
  readonly toldAt: Date;
  readonly type: SyncEvent["type"];
  readonly data: SyncEvent["data"];
};

export const documentOfEvent = ({ token, at, event }: NewEvent, id: number): EventDocument => ({
  _id: longOf(BigInt(id)),
  token,
  toldAt: new Date(at),
  type: event.type,
  data: event.data,
});

// Safe: what `documentOfEvent` wrote; its data are texts, numbers and lists of them.
export const eventOf = ({ _id, toldAt, type, data }: EventDocument): ToldEvent =>
  ({ id: Number(_id), at: toldAt.getTime(), type, data }) as ToldEvent;

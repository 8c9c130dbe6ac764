import type { OplogWindow } from "../../domain/sync/oplog-headroom.ts";

/** How far back the main database's history reaches. */
export type Oplog = {
  /** Null when it cannot be told: no privilege to read it, or a server that has none. Rejects when the source is away. */
  window(signal: AbortSignal): Promise<OplogWindow | null>;
};

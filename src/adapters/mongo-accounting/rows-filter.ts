import type { Document } from "mongodb";
import type { ReconcileBatch } from "../../application/ports/accounting-sink.ts";
import type { Id } from "../../domain/ids.ts";
import { rowIdsOf } from "../../domain/ledger/plan-rows.ts";
import type { Projection } from "../../domain/projection/projection.ts";

/** Which rows to read for a batch; null = none, since all its rows are believed to be new. */
export const rowsFilterOf = (batch: ReconcileBatch): Document | null => {
  const ids = [...batch.cut.payments].filter(([id, state]) => !isPresumedNew(batch, id, state)).map(([id]) => id);
  if (ids.length === 0) return null;
  return stretchOf(batch, ids) ?? { _id: { $in: ids.flatMap(rowIdsOf) } };
};

/** A wrong guess must show: only a payment with rows to insert meets the row that is there already. */
const isPresumedNew = (batch: ReconcileBatch, id: Id, state: Projection): boolean =>
  state.kind === "posted" && batch.presumedNew.has(id);

/**
 * One range of row ids instead of thousands of points: row ids of ObjectIds sort as the ObjectIds do. `~` follows every hex
 * digit and letter, so that it closes a payment's own rows in.
 */
const stretchOf = ({ stretch }: ReconcileBatch, ids: readonly Id[]): Document | null => {
  if (stretch === null || !ids.every(isObjectId)) return null;
  const from = stretch.after !== null && isObjectId(stretch.after) ? `payments/${stretch.after}/~` : "payments/";
  return { _id: { $gte: from, $lte: `payments/${stretch.through}/~` } };
};

const isObjectId = (id: Id): boolean => !id.startsWith("~");

import type { Document } from "mongodb";
import type { ReconcileBatch } from "../../application/ports/accounting-sink.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import { rowIdsOf } from "../../domain/ledger/plan-rows.ts";
import type { Projection } from "../../domain/projection/projection.ts";

/** Rows to read one by one; empty when all of a batch's rows are believed to be new. */
export const rowIdsToRead = (batch: ReconcileBatch): readonly RowId[] =>
  [...batch.cut.payments].flatMap(([id, state]) => (isPresumedNew(batch, id, state) ? [] : rowIdsOf(id)));

/** A wrong guess must show: only a payment with rows to insert meets the row that is there already. */
const isPresumedNew = (batch: ReconcileBatch, id: Id, state: Projection): boolean =>
  state.kind === "posted" && batch.presumedNew.has(id);

/**
 * One range of row ids instead of thousands of points: row ids of ObjectIds sort as the ObjectIds do. `~` follows every hex
 * digit and letter, so that it closes a payment's own rows in. Null when the stretch has ids of other types.
 */
export const rowRangeOf = ({ stretch, keys }: ReconcileBatch): Document | null => {
  if (stretch === null || !keys.payments.every(isObjectId)) return null;
  if (stretch.after !== null && !isObjectId(stretch.after)) return null;
  const from = stretch.after === null ? syncRows.$gt : rowsEnd(stretch.after);
  return { _id: { $gt: from, $lt: stretch.through === null ? syncRows.$lt : rowsEnd(stretch.through) } };
};

/** All row ids that begin with `payments/`: `0` is the character after the slash. */
export const syncRows = { $gt: "payments/", $lt: "payments0" };

const rowsEnd = (paymentId: Id): string => `payments/${paymentId}/~`;

const isObjectId = (id: Id): boolean => !id.startsWith("~");

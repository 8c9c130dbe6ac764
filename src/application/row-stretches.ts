import type { Id } from "../domain/ids.ts";
import type { RowRange } from "./ports/ledger-scanner.ts";

/** Sync rows begin with this; `0` is the character behind the slash. */
const syncRowsBegin = "payments/";
/** Behind the rows of every ObjectId: all other ids are written with a `~`, which follows each hex digit. */
const objectIdRowsEnd = "payments/~";

/** Everything but the rows of payments with an ObjectId: entries made by hand, and payments with other ids. */
const otherRows: readonly RowRange[] = [
  { after: null, before: syncRowsBegin },
  { after: objectIdRowsEnd, before: null },
];

/** The same behind a row of theirs; null = all of them. */
export const otherRowsBehind = (after: string | null): readonly RowRange[] => {
  if (after === null) return otherRows;
  return after < syncRowsBegin ? [{ after, before: syncRowsBegin }, ...otherRows.slice(1)] : [{ after, before: null }];
};

export const isObjectId = (id: Id): boolean => !id.startsWith("~");

/** Turns pages of payments into stretches of row ids that leave nothing out between them: row ids of ObjectIds sort as these do. */
export type RowStretches = {
  /** The rows up to those of the page's last ObjectId; null = it has none. */
  next(ids: readonly Id[]): RowRange | null;
  /** What lies behind the last stretch. */
  rest(): RowRange;
};

/** `from`: where the last stretch of a check that was broken off ended. */
export const createRowStretches = (from: string | null): RowStretches => {
  let after = from ?? syncRowsBegin;
  return {
    next: (ids) => {
      const last = ids.findLast(isObjectId);
      if (last === undefined) return null;
      const stretch = { after, before: rowsEnd(last) };
      after = stretch.before;
      return stretch;
    },
    rest: () => ({ after, before: objectIdRowsEnd }),
  };
};

const rowsEnd = (paymentId: Id): string => `payments/${paymentId}/~`;

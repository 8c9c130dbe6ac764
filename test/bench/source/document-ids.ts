import { ObjectId } from "mongodb";

/** Seconds of the first id; later ones ascend as ids made in turn do. */
const firstSeconds = 0x66000000;
const idsPerSecond = 8;
/** An id's last three bytes hold the index. */
export const documentsMax = 2 ** 24;

/** The middle bytes, where a real id names its machine: here the collection. */
const machines = { payments: "a1a1a1a1a1", properties: "b2b2b2b2b2", users: "c3c3c3c3c3", tenants: "d4d4d4d4d4" };

/** The `_id` of a collection's document number `index`. */
export const documentId = (collection: keyof typeof machines, index: number): ObjectId => {
  const seconds = (firstSeconds + Math.floor(index / idsPerSecond)).toString(16).padStart(8, "0");
  return ObjectId.createFromHexString(seconds + machines[collection] + index.toString(16).padStart(6, "0"));
};

/** The index back from an id. */
export const indexOfId = (id: ObjectId): number => indexOfHex(id.toHexString());

/** The payment's index from the `_id` of its row, `payments/<24 hex digits>/income`. */
export const indexOfRowId = (rowId: string): number => indexOfHex(rowId.slice("payments/".length, -"/income".length));

const indexOfHex = (hex: string): number => Number.parseInt(hex.slice(18), 16);

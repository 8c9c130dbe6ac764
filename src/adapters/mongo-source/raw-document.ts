import { BSON, ObjectId } from "mongodb";
import type { Id } from "../../domain/ids.ts";
import { idOfBson } from "../mongo-driver/id-codec.ts";

/** A server's document begins with its `_id`: four bytes of length, the type, `_id` and a zero byte, the value. */
const typeAt = 4;
const idAt = 9;
const objectIdType = 0x07;
const objectIdBytes = 12;

/** The `_id` alone, without checking the text of the other fields. Of an ObjectId nothing else is decoded. */
export const idOfRaw = (raw: Uint8Array): Id =>
  raw[typeAt] === objectIdType && raw[idAt - 2] === 0x64
    ? idOfBson(new ObjectId(raw.subarray(idAt, idAt + objectIdBytes)))
    : idOfBson(decodeLeniently(raw)._id);

/** Null when the document is not dated. Milliseconds since the epoch. */
export const updatedAtOf = (raw: Uint8Array): number | null => {
  const { updatedAt } = decodeLeniently(raw);
  return updatedAt instanceof Date ? updatedAt.getTime() : null;
};

const decodeLeniently = (raw: Uint8Array): BSON.Document =>
  BSON.deserialize(raw, { validation: { utf8: false }, fieldsAsRaw: {} });

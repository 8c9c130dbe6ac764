import { Decimal128, type Document, Long } from "mongodb";
import { bsonOfId } from "../../../src/adapters/mongo-driver/id-codec.ts";
import type { Id } from "../../../src/domain/ids.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";
import { type NeutralDocument, ownerAmountField } from "../../contracts/neutral-documents.ts";

export const filterOf = (id: Id): Document => ({ _id: bsonOfId(id) });

export const bsonOf = (document: NeutralDocument): Document => {
  const { _id, [ownerAmountField]: ownerAmount, ...fields } = document;
  const values = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, bsonOfValue(value)] as const],
  );
  const details = ownerAmount === undefined ? {} : { commissionDetails: { ownerAmount: bsonOfValue(ownerAmount) } };
  return { _id: bsonOfId(_id), ...Object.fromEntries(values), ...details };
};

const bsonOfValue = (value: SourceValue): unknown => {
  if (typeof value === "bigint") return Long.fromBigInt(value);
  if (typeof value !== "object" || value === null) return value;
  switch (value.type) {
    case "date":
      return new Date(value.ms);
    case "id":
      return bsonOfId(value.id);
    case "decimal":
      return Decimal128.fromString(value.text);
    case "other":
      throw new TypeError(`no example of a ${value.bsonType} is needed yet`);
  }
};

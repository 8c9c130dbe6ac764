import type { IdValue } from "../../domain/id-value.ts";
import { decodeId, type Id } from "../../domain/ids.ts";

/** BSON's order of types; `other` has one place here, whatever its types are. */
const rankOfKind: Readonly<Record<IdValue["kind"], number>> = {
  null: 1,
  number: 2,
  long: 2,
  string: 3,
  other: 4,
  binary: 5,
  objectId: 6,
  boolean: 7,
  date: 8,
};

/** The order of `_id`s, by type and then by value, as a server would page through them. */
export const compareIds = (a: Id, b: Id): number => {
  if (a === b) return 0;
  const left = sortKeyOf(decodeId(a));
  const right = sortKeyOf(decodeId(b));
  for (const [index, part] of left.entries()) {
    const difference = comparePrimitives(part, right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

type Primitive = number | bigint | string;

/** Compared part by part; ids of one rank have parts of one type. */
const sortKeyOf = (value: IdValue): readonly Primitive[] => {
  const rank = rankOfKind[value.kind];
  switch (value.kind) {
    case "null":
      return [rank];
    case "number":
    case "long":
    case "string":
      return [rank, value.value];
    case "other":
      return [rank, value.json];
    case "binary":
      return [rank, atob(value.base64).length, value.subtype, atob(value.base64)];
    case "objectId":
      return [rank, value.hex];
    case "boolean":
      return [rank, value.value ? 1 : 0];
    case "date":
      return [rank, value.ms];
  }
};

/** NaN comes before every other number. */
const comparePrimitives = (a: Primitive, b: Primitive): number => {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
};

import { expect, it } from "vitest";
import { countByCollection } from "../../../src/domain/sync/failure-group.ts";

const group = { count: 1, fields: ["amount"], lastSeenAt: 0 } as const;

it("adds up what fails by collection, whatever the reason", () => {
  const counts = countByCollection([
    { ...group, code: "money_invalid", collection: "payments", count: 3 },
    { ...group, code: "currency_unknown", collection: "payments", count: 2 },
    { ...group, code: "field_type_invalid", collection: "owners" },
  ]);

  expect(counts).toEqual({ payments: 5, properties: 0, owners: 1 });
  expect(countByCollection([])).toEqual({ payments: 0, properties: 0, owners: 0 });
});

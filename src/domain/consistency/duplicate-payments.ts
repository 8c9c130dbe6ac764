import type { Id } from "../ids.ts";
import type { RowFacts } from "../ledger/row.ts";
import type { SourceValue } from "../source/source-value.ts";
import type { Finding } from "./finding.ts";
import { findingOf } from "./rules.ts";

/** Payments remembered, at least half as many: two that were entered twice lie close to each other in the order of ids. */
export const rememberedPaymentsMax = 100_000;

const dayMs = 24 * 60 * 60 * 1_000;

/** Finds payments of one property, amount, day and tenant under two ids. One without a tenant is compared with none. */
export type DuplicateWatch = { see(paymentId: Id, row: RowFacts, tenant: SourceValue): Finding | null };

export const createDuplicateWatch = (): DuplicateWatch => {
  // Two generations: taking the oldest entry out of a large map again and again is slow, since those taken out are passed over each time.
  let older: ReadonlyMap<string, Id> = new Map();
  let newer = new Map<string, Id>();
  const remember = (key: string, id: Id): void => {
    if (newer.size >= rememberedPaymentsMax / 2) [older, newer] = [newer, new Map()];
    newer.set(key, id);
  };
  return {
    see: (paymentId, row, tenant) => {
      const name = nameOf(tenant);
      if (name === null) return null;
      const day = Math.floor(row.occurredAt / dayMs);
      const key = `${row.propertyId} ${row.amountMinor} ${row.currency} ${day} ${name}`;
      const other = newer.get(key) ?? older.get(key);
      if (other !== undefined) return other === paymentId ? null : duplicate(paymentId, row, other);
      remember(key, paymentId);
      return null;
    },
  };
};

const nameOf = (tenant: SourceValue): string | null => {
  if (typeof tenant === "string") return tenant === "" ? null : tenant;
  if (typeof tenant === "object" && tenant?.type === "id") return tenant.id;
  return typeof tenant === "number" || typeof tenant === "bigint" ? String(tenant) : null;
};

const duplicate = (paymentId: Id, { propertyId }: RowFacts, other: Id): Finding =>
  findingOf("possible_duplicate_payment", {
    collection: "payments",
    key: paymentId,
    propertyId,
    field: "",
    expected: "one payment",
    found: `also ${other}`,
  });

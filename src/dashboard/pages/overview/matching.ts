import type { WireCheck } from "../../../contract/check.ts";

type Inconsistency = WireCheck["inconsistencies"][number];

/** The rules by which a payment and its rows differ. */
const ofPayments: ReadonlySet<Inconsistency["type"]> = new Set<Inconsistency["type"]>([
  "missing_transaction",
  "amount_mismatch",
  "currency_mismatch",
  "wrong_account",
  "field_mismatch",
  "unprojectable_document",
]);

/** How many of the payments that a check has looked at are in the ledger as they should be; two findings of one payment count twice. */
export const matchingPayments = ({
  looked,
  inconsistencies,
}: Pick<WireCheck, "looked" | "inconsistencies">): { readonly matching: number; readonly payments: number } => {
  const differing = inconsistencies
    .filter(({ type }) => ofPayments.has(type))
    .reduce((sum, { count }) => sum + count, 0);
  return { matching: Math.max(0, looked.payments - differing), payments: looked.payments };
};

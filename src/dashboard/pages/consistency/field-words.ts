import { sentence } from "../../shared/words.ts";

const known: Readonly<Record<string, string>> = {
  amountMinor: "Amount (minor units)",
  occurredAt: "Date",
  propertyId: "Account",
  ownerKeys: "Owners",
  ownerId: "Owner",
  ownerName: "Owner's name",
  direction: "Sign",
  journalSeq: "Journal line",
  companyId: "Company",
};

/** `balances.USD.income` → `Income (USD)`, `referenceNumber` → `Reference number`; empty for a whole document. */
export const fieldWords = (field: string): string => {
  const [, currency, part = ""] = /^balances\.([^.]+)\.(\w+)$/.exec(field) ?? [];
  if (currency !== undefined) return `${spaced(part)} (${currency})`;
  return known[field] ?? spaced(field);
};

const spaced = (name: string): string => sentence(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));

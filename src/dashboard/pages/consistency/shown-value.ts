/** How a value of a finding is shown: they come as text, whatever they are. */
export type ShownValue =
  /** A decimal string, exact. */
  | { readonly kind: "money"; readonly amount: string; readonly currency: string }
  /** Milliseconds since the epoch. */
  | { readonly kind: "time"; readonly at: number }
  /** There is nothing: `word` says what. */
  | { readonly kind: "none"; readonly word: string }
  | { readonly kind: "text"; readonly text: string };

const money = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/;
const time = /^(-?\d{1,15}) ms since 1970$/;
const reasoned = /^void \((.+)\)$/;

const signs: Readonly<Record<string, string>> = { "1": "+ income", "-1": "− expense" };

export const shownValue = (field: string, text: string): ShownValue => {
  const [, amount, currency] = money.exec(text) ?? [];
  if (amount !== undefined && currency !== undefined) return { kind: "money", amount, currency };
  const [, ms] = time.exec(text) ?? [];
  if (ms !== undefined) return { kind: "time", at: Number(ms) };
  if (text === "") return { kind: "none", word: "empty" };
  if (text === "missing") return { kind: "none", word: "nothing" };
  if (field === "direction") return { kind: "text", text: signs[text] ?? text };
  const [, reason] = reasoned.exec(text) ?? [];
  return { kind: "text", text: reason === undefined ? text : `void: ${reason.replaceAll("_", " ")}` };
};

/** `after − before` of two amounts of one currency, exact, as a decimal string; null where they are none. */
export const differenceOf = (before: ShownValue, after: ShownValue): string | null => {
  if (before.kind !== "money" || after.kind !== "money" || before.currency !== after.currency) return null;
  const places = Math.max(placesOf(before.amount), placesOf(after.amount));
  return decimalOf(minorOf(after.amount, places) - minorOf(before.amount, places), places);
};

const placesOf = (amount: string): number => amount.split(".")[1]?.length ?? 0;

const minorOf = (amount: string, places: number): bigint => {
  const [units = "0", part = ""] = amount.split(".");
  return BigInt(units + part.padEnd(places, "0"));
};

const decimalOf = (minor: bigint, places: number): string => {
  const digits = String(minor < 0n ? -minor : minor).padStart(places + 1, "0");
  const units = digits.slice(0, digits.length - places);
  return `${minor < 0n ? "-" : ""}${units}${places === 0 ? "" : `.${digits.slice(-places)}`}`;
};

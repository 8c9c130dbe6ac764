import { z } from "zod";

/** An empty variable counts as not set. */
export const onlySet = (environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ""),
  );

export const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}` });

export const flag = oneOf(["true", "false"])
  .default("true")
  .transform((text) => text === "true");

export const wholeNumber = (max: number) =>
  z
    .string()
    .refine((text) => /^\d{1,15}$/.test(text) && Number(text) <= max, `must be a whole number from 0 to ${max}`)
    .transform(Number);

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

export const seconds = (min: number, max: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,6}(?:\.\d{1,3})?$/.test(text) && Number(text) >= min && Number(text) <= max,
      `must be a number of seconds from ${min} to ${max}`,
    )
    .transform(Number);

export const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host);

export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
};

const collectionName = /^(?!system\.)[^$\0\s,=]{1,120}$/;

const listOf = (text: string): readonly string[] => text.split(",").map((part) => part.trim());

export const collectionNames = z
  .string()
  .transform(listOf)
  .refine(
    (names) => names.every((name) => collectionName.test(name)) && new Set(names).size === names.length,
    "must be distinct collection names, separated by commas",
  );

/** `payments=rent_payments,users=people` */
export const renames = z.string().transform((text, context): ReadonlyMap<string, string> => {
  const pairs = listOf(text).map((pair) => pair.split("=").map((part) => part.trim()));
  const renamed = new Map(pairs.map(([from = "", to = ""]) => [from, to]));
  const isSound = pairs.every((pair) => pair.length === 2 && pair.every((name) => collectionName.test(name)));
  if (isSound && renamed.size === pairs.length) return renamed;
  context.addIssue({ code: "custom", message: "must be pairs such as payments=rent_payments,properties=units" });
  return z.NEVER;
});

export const origins = z
  .string()
  .transform(listOf)
  .refine((parts) => parts.every(isOrigin), "must be origins such as https://books.example.com, separated by commas");

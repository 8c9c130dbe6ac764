import { canonicalText } from "../canonical-text.ts";
import type { AuditEntry, AuditLine } from "./audit-line.ts";

/** The newest line: what the next one follows, and what shows that none behind it was cut off. */
export type AuditHead = { readonly seq: number; readonly hash: string };

/** SHA-256 of a text, hex. */
export type Hash = (text: string) => string;

/** What the first line follows. */
export const chainStart: AuditHead = { seq: 0, hash: "0".repeat(64) };

/** The entry as the line behind `head`. */
export const chained = (entry: AuditEntry, head: AuditHead, hash: Hash): AuditLine => {
  const line = { ...storable(entry), seq: head.seq + 1, previousHash: head.hash };
  return { ...line, hash: hash(canonicalText(line)) };
};

export const hashOfLine = ({ hash: _, ...line }: AuditLine, hash: Hash): string => hash(canonicalText(line));

/** As any database gives it back: half of a surrogate pair would come back as another character, and the hash be another. */
const storable = (entry: AuditEntry): AuditEntry =>
  // Safe: the same plain values under the same names.
  JSON.parse(JSON.stringify(entry), (_key, part: unknown) =>
    typeof part === "string" ? part.toWellFormed() : part,
  ) as AuditEntry;

import { type Id, paymentIdOfRow } from "../../../src/domain/ids.ts";
import type { LedgerRow } from "../../../src/domain/ledger/row.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import { latest, latestOwner, type SourceBook } from "../world/source-book.ts";
import type { Books, Objections } from "./books.ts";
import { candidatesOf, expectedHead, headDifference } from "./expected-head.ts";
import { differenceOf, type ExpectedRow, expectedRows } from "./expected-rows.ts";
import { eventsPassed } from "./position.ts";

/**
 * What the checkpoint claims is true: whatever has not changed since its position is in the ledger exactly as the source has
 * it. Nothing is claimed before a full sync has covered the present reading, or under another projection.
 */
export const checkCovered = (books: Books, book: SourceBook, rules: ProjectionRules): Objections => {
  const { initialised, reading, coveredReading, position, projectionId } = books.checkpoint;
  const isClaimed = initialised && reading === coveredReading && projectionId === JSON.stringify(rules);
  if (!isClaimed || position === null) return [];
  const isPassed = (seq: number): boolean => seq <= eventsPassed(null, position);
  return [...checkPayments(books, book, { rules, isPassed }), ...checkHeads(books, book, isPassed)];
};

type Claim = { readonly rules: ProjectionRules; readonly isPassed: (seq: number) => boolean };

const checkPayments = ({ rows }: Books, book: SourceBook, { rules, isPassed }: Claim): Objections => {
  const objections: string[] = [];
  const byPayment = Map.groupBy([...rows.values()].filter(isPostedBySync), (row) => paymentIdOfRow(row.id));
  for (const id of book.payments.keys()) {
    const version = latest(book.payments, id);
    if (version === undefined || !isPassed(version.seq)) continue;
    const expected = expectedRows(id, version.spec, rules);
    if (expected === "malformed") continue;
    const objected = checkPayment(byPayment.get(id) ?? [], expected);
    objections.push(...objected.map((objection) => `unchanged since event ${version.seq}: ${objection}`));
  }
  return objections;
};

const checkPayment = (found: readonly LedgerRow[], expected: readonly ExpectedRow[]): Objections => {
  const objections: string[] = [];
  for (const row of expected) {
    const posted = found.find(({ id }) => id === row.id);
    const difference = posted === undefined ? "is not posted" : differenceOf(posted, row);
    if (difference !== null) objections.push(`row ${row.id} ${difference}`);
  }
  const isExpected = ({ id }: LedgerRow): boolean => expected.some((row) => row.id === id);
  for (const { id } of found.filter((row) => !isExpected(row)))
    objections.push(`row ${id} is posted, and its payment is no income`);
  return objections;
};

const isPostedBySync = ({ status, origin }: LedgerRow): boolean => status === "posted" && origin === "sync";

const checkHeads = ({ accounts }: Books, book: SourceBook, isPassed: Claim["isPassed"]): Objections => {
  const objections: string[] = [];
  for (const id of book.properties.keys()) {
    const version = latest(book.properties, id);
    if (version === undefined || !isPassed(version.seq)) continue;
    const account = accounts.get(id);
    if (version.spec === null) {
      if (account?.status === "active")
        objections.push(`head ${id} is active, its property is gone since event ${version.seq}`);
      continue;
    }
    if (!candidatesOf(version.spec).every((owner) => isPassed(latestOwner(book, owner).seq))) continue;
    const expected = expectedHead(version.spec, (owner: Id) => latestOwner(book, owner).spec);
    const difference = expected === "malformed" ? null : headDifference(account, expected);
    if (difference !== null) objections.push(`head ${id}, unchanged since event ${version.seq}, ${difference}`);
  }
  return objections;
};

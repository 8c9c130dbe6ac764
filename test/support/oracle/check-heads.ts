import type { Db, Document } from "mongodb";
import { keyOf } from "./bson-values.ts";
import type { CheckedRows } from "./check-rows.ts";
import type { ExpectedHeads, HeadFacts } from "./expected-heads.ts";
import type { Report } from "./report.ts";
import { storedDocuments } from "./stored-ledger.ts";
import { textOfTotals, totalsOfHead } from "./totals.ts";

/** Every head tells its property and owner as they are now, and its totals are the sum of its posted rows. */
export const checkHeads = async (
  accounting: Db,
  { heads, malformed }: ExpectedHeads,
  { totals }: CheckedRows,
  report: Report,
): Promise<void> => {
  const found = new Set<string>();
  for await (const head of storedDocuments(accounting, "accounts")) {
    const id = keyOf(head._id);
    found.add(id);
    const told = textOfTotals(totalsOfHead(head.balances));
    if (told !== textOfTotals(totals.of(id)))
      report(`head ${id} says ${told}; its rows say ${textOfTotals(totals.of(id))}`);
    if (malformed.has(id)) continue;
    const expected = heads.get(id);
    if (expected !== undefined) checkFacts(id, head, expected, report);
    else if (head.status === "active") report(`head ${id} is active, its property does not exist`);
  }
  for (const id of heads.keys()) if (!found.has(id)) report(`property ${id} has no head`);
  for (const id of totals.properties()) if (!found.has(id)) report(`rows of ${id} have no head`);
};

const checkFacts = (id: string, head: Document, expected: HeadFacts, report: Report): void => {
  const told = {
    status: head.status,
    name: head.propertyName,
    address: head.propertyAddress,
    company: head.companyId === undefined ? null : keyOf(head.companyId),
    ownerKeys: head.ownerKeys.map(keyOf),
    owner: head.ownerId === null ? null : keyOf(head.ownerId),
    ownerName: expected.ownerName === undefined ? undefined : head.ownerName,
  };
  const due = JSON.stringify({ status: "active", ...expected });
  if (JSON.stringify(told) !== due) report(`head ${id} says ${JSON.stringify(told)}; the source says ${due}`);
};

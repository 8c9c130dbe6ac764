import type { Id } from "../ids.ts";
import { type Account, type AccountFacts, sameAccountFacts } from "../ledger/account.ts";
import { planAccounts } from "../ledger/plan-accounts.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import { nothingWritten } from "./context.ts";
import type { Finding } from "./finding.ts";
import { findingOf } from "./rules.ts";

/** What a reconcile of these properties would change in their heads, by property; totals are another question. */
export const compareAccounts = (
  cut: ProjectedCut,
  present: readonly Account[],
): ReadonlyMap<Id, readonly Finding[]> => {
  const byId = new Map(present.map((account) => [account.propertyId, account]));
  const plan = planAccounts({ cut, owners: new Set() }, byId, [], nothingWritten);
  if (plan.kind === "incomplete") throw new Error("a check must read the owners of the properties that it compares");
  const differences = new Map<Id, readonly Finding[]>();
  for (const after of [...plan.changes.inserts, ...plan.changes.retold]) {
    const findings = findingsOfHead(byId.get(after.propertyId) ?? null, after);
    if (findings.length > 0) differences.set(after.propertyId, findings);
  }
  for (const account of present) {
    if (account.status !== "stub" || cut.properties.get(account.propertyId)?.kind !== "absent") continue;
    differences.set(account.propertyId, [stub(account)]);
  }
  return differences;
};

/** Properties all of whose owners the source lacks. */
export const orphanedOwnerFindings = ({ properties, owners }: ProjectedCut): readonly Finding[] => {
  const findings: Finding[] = [];
  for (const [propertyId, property] of properties) {
    if (property.kind !== "property" || property.ownerKeys.length === 0) continue;
    if (!property.ownerKeys.every((id) => owners.get(id)?.kind === "absent")) continue;
    const found = property.ownerKeys.join(", ");
    const place = { collection: "properties", key: propertyId, propertyId } as const;
    findings.push(findingOf("orphaned_owner", { ...place, field: "ownerId", expected: "an owner that exists", found }));
  }
  return findings;
};

const placeOf = ({ propertyId }: Account) => ({ collection: "accounts", key: propertyId, propertyId }) as const;

const findingsOfHead = (before: Account | null, after: Account): readonly Finding[] => {
  const place = placeOf(after);
  if (before === null)
    return [findingOf("missing_account", { ...place, field: "", expected: "an account", found: "missing" })];
  const findings: Finding[] = [];
  if (before.status !== after.status) {
    const rule = after.status === "archived" ? "orphaned_account" : "missing_account";
    findings.push(findingOf(rule, { ...place, field: "status", expected: after.status, found: before.status }));
    if (rule === "orphaned_account" || before.status === "stub") return findings;
  }
  const owner = ownerFields.find((field) => textOf(before, field) !== textOf(after, field));
  if (owner !== undefined) findings.push(findingOf("owner_mismatch", { ...place, ...differing(owner, before, after) }));
  for (const field of describingFields) {
    if (textOf(before, field) !== textOf(after, field))
      findings.push(findingOf("field_mismatch", { ...place, ...differing(field, before, after) }));
  }
  // Whatever else a head may say: it would be written anew, so that it is not right.
  if (findings.length === 0 && !sameAccountFacts(before, after))
    findings.push(findingOf("field_mismatch", { ...place, field: "", expected: "", found: "" }));
  return findings;
};

const ownerFields = ["ownerId", "ownerName", "ownerKeys"] as const satisfies readonly (keyof AccountFacts)[];
const describingFields = [
  "propertyName",
  "propertyAddress",
  "companyId",
] as const satisfies readonly (keyof AccountFacts)[];

type ToldField = (typeof ownerFields)[number] | (typeof describingFields)[number];

const differing = (field: ToldField, before: Account, after: Account) => ({
  field,
  expected: textOf(after, field),
  found: textOf(before, field),
});

const textOf = (facts: AccountFacts, field: ToldField): string => {
  const value = facts[field];
  return typeof value === "object" && value !== null ? value.join(", ") : (value ?? "");
};

const stub = (account: Account): Finding =>
  findingOf("stub_account", { ...placeOf(account), field: "status", expected: "a property", found: "stub" });

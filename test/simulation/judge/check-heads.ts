import type { Account } from "../../../src/domain/ledger/account.ts";
import type { Objections, Step } from "./books.ts";

/** Heads stay once they are there, and their version never goes back. */
export const checkHeads = (step: Step): Objections => {
  const { before, after } = step;
  const objections: string[] = [];
  for (const id of before.accounts.keys()) if (!after.accounts.has(id)) objections.push(`head ${id} was erased`);
  for (const [id, account] of after.accounts) {
    const former = before.accounts.get(id);
    if (former !== account) objections.push(...checkHead(former, account, step));
  }
  return objections;
};

const checkHead = (former: Account | undefined, account: Account, { commit }: Step): Objections => {
  const { propertyId: id } = account;
  if (commit?.kind === "reconcile" && commit.dryRun) return [`a dry run wrote head ${id}`];
  if (former === undefined) return [];
  return account.version < former.version ? [`head ${id} went back to version ${account.version}`] : [];
};

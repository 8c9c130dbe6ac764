import type { Id } from "../../domain/ids.ts";
import type { Account } from "../../domain/ledger/account.ts";
import { eventOfCompany } from "../../domain/sync/event-of-company.ts";
import type { ToldEvent } from "../../domain/sync/sync-event.ts";
import { AppError } from "../errors.ts";
import type { UseCases } from "../use-cases.ts";
import type { UseCaseName } from "./permissions.ts";

/** What tells nothing of single properties, or is narrowed below. */
const openToCompanies: ReadonlySet<string> = new Set<UseCaseName>([
  "me",
  "status",
  "health",
  "ready",
  "account",
  "accounts",
  "transactions",
  "enterTransaction",
  "reverseTransaction",
  "previewSchedule",
  "events",
]);

export const isOpenToCompanies = (name: string): boolean => openToCompanies.has(name);

/**
 * The use cases for a caller of one company. Another company's property is not found, as if it did not exist; whatever
 * concerns all properties at once is refused.
 */
export const scopeToCompany = (useCases: UseCases, companyId: Id): UseCases => {
  const own = async (propertyId: Id): Promise<Account> => {
    const account = await useCases.account(propertyId);
    if (account.companyId === companyId) return account;
    throw new AppError("not_found", `Property ${propertyId} has no account.`);
  };
  return {
    ...closed(useCases),
    account: own,
    accounts: (filter, page) => useCases.accounts({ ...filter, companyId }, page),
    transactions: async (propertyId, filter, page) => {
      await own(propertyId);
      return useCases.transactions(propertyId, filter, page);
    },
    events: (request) => eventsOfCompany(useCases.events(request), companyId),
    enterTransaction: async (caller, entry) => {
      await own(entry.propertyId);
      return useCases.enterTransaction(caller, entry);
    },
    reverseTransaction: async (caller, reversal) => {
      await own(reversal.propertyId);
      return useCases.reverseTransaction(caller, reversal);
    },
  };
};

async function* eventsOfCompany(events: AsyncIterable<ToldEvent>, companyId: Id): AsyncGenerator<ToldEvent> {
  for await (const event of events) {
    const own = eventOfCompany(event, companyId);
    if (own !== null) yield own;
  }
}

const closed = (useCases: UseCases): UseCases => {
  const refuse = (): never => {
    throw new AppError("forbidden", "This concerns every company; the credentials are bound to one.");
  };
  const members = Object.entries(useCases).map(([name, member]) => [
    name,
    typeof member !== "function" || isOpenToCompanies(name) ? member : refuse,
  ]);
  // Safe: the same names, each as it was or refusing.
  return Object.fromEntries(members) as UseCases;
};

import type { Id } from "../../domain/ids.ts";
import type { Account } from "../../domain/ledger/account.ts";
import { eventOfCompany } from "../../domain/sync/event-of-company.ts";
import type { ToldEvent } from "../../domain/sync/sync-event.ts";
import { AppError } from "../errors.ts";
import type { UseCases } from "../use-cases.ts";
import { healthForCompany, statusForCompany } from "./narrow-to-company.ts";
import { type UseCaseName, useCaseNames } from "./permissions.ts";

/** What tells nothing of single properties, or is narrowed below. */
const openToCompanies: ReadonlySet<string> = new Set<UseCaseName>([
  "me",
  "status",
  "health",
  "history",
  "ready",
  "account",
  "accounts",
  "transactions",
  "exportTransactions",
  "enterTransaction",
  "reverseTransaction",
  "previewSchedule",
  "events",
]);

export const isOpenToCompanies = (name: string): boolean => openToCompanies.has(name);

/** Ends a use case with this error, at once or by a rejected promise. */
export type Refuse = (name: UseCaseName, args: readonly unknown[], error: AppError) => Promise<never>;

/**
 * The use cases for a caller of one company. Another company's property is not found, as if it did not exist; whatever
 * concerns all properties at once is refused.
 */
export const scopeToCompany = (useCases: UseCases, companyId: Id, refuse: Refuse): UseCases => {
  const isOwn = async (propertyId: Id): Promise<boolean> =>
    (await useCases.account(propertyId)).companyId === companyId;
  const own = async (propertyId: Id): Promise<Account> => {
    const account = await useCases.account(propertyId);
    if (account.companyId === companyId) return account;
    throw noAccount(propertyId);
  };
  return {
    ...closed(useCases, refuse),
    status: async () => statusForCompany(await useCases.status()),
    health: async () => healthForCompany(await useCases.health()),
    account: own,
    accounts: (filter, page) => useCases.accounts({ ...filter, companyId }, page),
    transactions: async (propertyId, filter, page) => {
      await own(propertyId);
      return useCases.transactions(propertyId, filter, page);
    },
    exportTransactions: async (propertyId, filter, page) => {
      await own(propertyId);
      return useCases.exportTransactions(propertyId, filter, page);
    },
    events: (request) => eventsOfCompany(useCases.events(request), companyId),
    enterTransaction: async (...args) =>
      (await isOwn(args[1].propertyId))
        ? useCases.enterTransaction(...args)
        : refuse("enterTransaction", args, noAccount(args[1].propertyId)),
    reverseTransaction: async (...args) =>
      (await isOwn(args[1].propertyId))
        ? useCases.reverseTransaction(...args)
        : refuse("reverseTransaction", args, noAccount(args[1].propertyId)),
  };
};

async function* eventsOfCompany(events: AsyncIterable<ToldEvent>, companyId: Id): AsyncGenerator<ToldEvent> {
  for await (const event of events) {
    const own = eventOfCompany(event, companyId);
    if (own !== null) yield own;
  }
}

const noAccount = (propertyId: Id): AppError => new AppError("not_found", `Property ${propertyId} has no account.`);

const closed = (useCases: UseCases, refuse: Refuse): UseCases => {
  const refusing =
    (name: UseCaseName) =>
    (...args: readonly unknown[]) =>
      refuse(name, args, new AppError("forbidden", "This concerns every company; the credentials are bound to one."));
  const members = Object.entries(useCases).map(([name, member]) => [
    name,
    isUseCase(name) && !isOpenToCompanies(name) ? refusing(name) : member,
  ]);
  // Safe: the same names, each as it was or refusing.
  return Object.fromEntries(members) as UseCases;
};

const isUseCase = (name: string): name is UseCaseName => (useCaseNames as ReadonlySet<string>).has(name);

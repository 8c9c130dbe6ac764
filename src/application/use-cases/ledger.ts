import type { Id, RowId } from "../../domain/ids.ts";
import type { Account } from "../../domain/ledger/account.ts";
import type { LedgerRow } from "../../domain/ledger/row.ts";
import type { StatementRow } from "../../domain/ledger/statement-row.ts";
import type { Currency } from "../../domain/money/currency.ts";
import { type Caller, never } from "../caller.ts";
import type { ManualEntry } from "../enter-transaction.ts";
import { AppError } from "../errors.ts";
import { enterTransaction, reverseTransaction } from "../manual-entries.ts";
import type { Pipeline } from "../pipeline.ts";
import type { AccountFilter, Page, PageRequest, TransactionFilter } from "../ports/ledger-reader.ts";

export type LedgerUseCases = {
  account(propertyId: Id): Promise<Account>;
  accounts(filter: AccountFilter, page: PageRequest): Promise<Page<Account>>;
  /** Newest first, each with the account's balance after it. */
  transactions(propertyId: Id, filter: TransactionFilter, page: PageRequest): Promise<Page<StatementRow>>;
  /** The same without balances, for a file of all of them. */
  exportTransactions(propertyId: Id, filter: TransactionFilter, page: PageRequest): Promise<Page<LedgerRow>>;
  /** The same caller and key give the same row again (`replayed`); another body under the same key is `idempotency_key_reused`. */
  enterTransaction(
    caller: Caller,
    entry: ManualEntry,
  ): Promise<{ readonly row: LedgerRow; readonly replayed: boolean }>;
  /** The same caller and reason give the same row again (`replayed`). `already_reversed`, `conflict` for a row of sync, `not_found`. */
  reverseTransaction(
    caller: Caller,
    reversal: { readonly propertyId: Id; readonly rowId: RowId; readonly reason: string },
  ): Promise<{ readonly row: LedgerRow; readonly replayed: boolean }>;
  /** For the seed's plain numbers: which currency an account is told in when it has several. */
  readonly defaultCurrency: Currency;
};

export const createLedgerUseCases = (pipeline: Pipeline): LedgerUseCases => {
  const { ports } = pipeline;
  const account = async (propertyId: Id): Promise<Account> => {
    const found = await ports.ledger.account(propertyId, never);
    if (found === null) throw new AppError("not_found", `Property ${propertyId} has no account.`);
    return found;
  };
  return {
    account,
    accounts: (filter, page) => ports.ledger.accounts(filter, page, never),
    transactions: async (propertyId, filter, page) => {
      await account(propertyId);
      return ports.ledger.statement(propertyId, filter, page, never);
    },
    exportTransactions: async (propertyId, filter, page) => {
      await account(propertyId);
      return ports.ledger.transactions(propertyId, filter, page, never);
    },
    enterTransaction: async (caller, entry) => enterTransaction(ports, pipeline.requireTerm(), caller, entry),
    reverseTransaction: async (caller, reversal) => reverseTransaction(ports, pipeline.requireTerm(), caller, reversal),
    defaultCurrency: pipeline.options.rules.defaultCurrency,
  };
};

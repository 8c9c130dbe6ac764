import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { WireListedTransaction } from "../../../../contract/transaction.ts";
import { useTRPC } from "../../../api/trpc.ts";
import { useFilter } from "../../../routing/use-route.ts";
import { useChoice } from "../../../shared/filter-select.tsx";
import { type ListQuery, listOptions, pageSize } from "../../../shared/list/list-query.ts";
import { useTimeSetting } from "../../../shared/time.tsx";
import { startOfDay } from "../days.ts";
import { origins, rowStatuses, transactionTypes } from "../words.ts";

/** As the API names them. */
export type TransactionFilter = {
  readonly type?: WireListedTransaction["type"];
  readonly origin?: WireListedTransaction["origin"];
  readonly status?: WireListedTransaction["status"];
  readonly currency?: string;
  readonly from?: string;
  readonly to?: string;
};

type Transactions = { readonly query: ListQuery<WireListedTransaction>; readonly filter: TransactionFilter };

/** An account's rows, newest first, as the address narrows them. */
export const useTransactions = (propertyId: string, currencies: readonly string[]): Transactions => {
  const trpc = useTRPC();
  const filter = useTransactionFilter(currencies);
  const query = useInfiniteQuery(
    trpc.transactions.infiniteQueryOptions(
      { propertyId, ...filter, limit: pageSize },
      // Those of the filter before stay until the others are there.
      { ...listOptions, placeholderData: keepPreviousData },
    ),
  );
  return { query, filter };
};

/** What the address says, as the service is asked; days from the first moment of one to the last of the other. */
const useTransactionFilter = (currencies: readonly string[]): TransactionFilter => {
  const { mode } = useTimeSetting();
  const [fromDay] = useFilter("from");
  const [toDay] = useFilter("to");
  const chosen = {
    type: useChoice("type", transactionTypes),
    origin: useChoice("origin", origins),
    status: useChoice("status", rowStatuses),
    currency: useChoice("currency", currencies),
    from: startOfDay(fromDay, mode) ?? undefined,
    to: startOfDay(toDay, mode, 1) ?? undefined,
  };
  return present(chosen);
};

type Present<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Without those that are not set: the service refuses what it does not know. */
const present = <Fields extends object>(fields: Fields): Present<Fields> =>
  // Safe: what is left has the same names, and no value is undefined.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Fields>;

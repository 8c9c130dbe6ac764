import { Stack } from "@mui/material";
import { type ReactNode, useMemo, useState } from "react";
import type { WireAccount } from "../../../../contract/account.ts";
import type { WireTransaction } from "../../../../contract/transaction.ts";
import { EmptyState } from "../../../shared/empty-state.tsx";
import { FilterSelect } from "../../../shared/filter-select.tsx";
import { PagedTable } from "../../../shared/list/paged-table.tsx";
import { Panel } from "../../../shared/panel.tsx";
import { ReverseDialog } from "../entry/reverse-dialog.tsx";
import { origins, originWords, rowStatuses, rowStatusWords, transactionTypes, typeWords } from "../words.ts";
import { FilterDay } from "./filter-day.tsx";
import { transactionColumns } from "./transaction-columns.tsx";
import { useTransactions } from "./use-transactions.ts";

/** Every row of an account, newest first; void ones stay where they were, struck out. */
export const TransactionsPanel = ({ account }: { readonly account: WireAccount }): ReactNode => {
  const currencies = Object.keys(account.balances);
  const { query, isFiltered } = useTransactions(account.propertyId, currencies);
  const [reversed, setReversed] = useState<WireTransaction | null>(null);
  const columns = useMemo(() => transactionColumns(setReversed), []);
  return (
    <Panel title="Transactions" flush>
      <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", px: 2, pb: 1.5 }}>
        <FilterSelect name="type" label="Type" values={transactionTypes} words={typeWords} />
        <FilterSelect name="currency" label="Currency" values={currencies} words={asTheyAre(currencies)} />
        <FilterSelect name="origin" label="Comes from" values={origins} words={originWords} />
        <FilterSelect name="status" label="Status" values={rowStatuses} words={rowStatusWords} />
        <FilterDay name="from" label="From" />
        <FilterDay name="to" label="To" />
      </Stack>
      <PagedTable
        label="Transactions"
        query={query}
        columns={columns}
        rowKey={({ id }) => id}
        minWidth={720}
        empty={isFiltered ? nothingFound : nothingYet}
      />
      {reversed !== null && <ReverseDialog row={reversed} onClose={() => setReversed(null)} />}
    </Panel>
  );
};

const asTheyAre = (codes: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(codes.map((code) => [code, code]));

const nothingFound = (
  <EmptyState title="No transaction matches">
    Choose “All” and empty the days to see every row of the account.
  </EmptyState>
);

const nothingYet = (
  <EmptyState title="No transactions yet">
    A payment appears here as soon as it is completed in the main database. What happened outside of it can be entered
    by an accountant.
  </EmptyState>
);

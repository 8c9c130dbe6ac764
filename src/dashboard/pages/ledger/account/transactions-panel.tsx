import { Stack } from "@mui/material";
import { type ReactNode, useMemo, useState } from "react";
import type { WireAccount } from "../../../../contract/account.ts";
import type { WireTransaction } from "../../../../contract/transaction.ts";
import { type CsvFile, pathWith } from "../../../shared/download.ts";
import { DownloadButton } from "../../../shared/download-button.tsx";
import { EmptyState } from "../../../shared/empty-state.tsx";
import { FilterDay } from "../../../shared/filter-day.tsx";
import { FilterSelect } from "../../../shared/filter-select.tsx";
import { PagedTable } from "../../../shared/list/paged-table.tsx";
import { Panel } from "../../../shared/panel.tsx";
import { ReverseDialog } from "../entry/reverse-dialog.tsx";
import { useIsNarrow } from "../use-is-narrow.ts";
import { origins, originWords, rowStatuses, rowStatusWords, transactionTypes, typeWords } from "../words.ts";
import { narrowTransactionColumns, transactionColumns } from "./transaction-columns.tsx";
import { type TransactionFilter, useTransactions } from "./use-transactions.ts";

/** Every row of an account, newest first; void ones stay where they were, struck out. */
export const TransactionsPanel = ({ account }: { readonly account: WireAccount }): ReactNode => {
  const currencies = Object.keys(account.balances);
  const { query, filter } = useTransactions(account.propertyId, currencies);
  const [reversed, setReversed] = useState<WireTransaction | null>(null);
  const isNarrow = useIsNarrow();
  const columns = useMemo(
    () => (isNarrow ? narrowTransactionColumns(setReversed) : transactionColumns(setReversed)),
    [isNarrow],
  );
  return (
    <Panel
      title="Transactions"
      hint="Newest first. The balance is that of the account after each, in its currency, whatever is filtered."
      action={
        <DownloadButton operation="exportTransactions" file={fileOf(account, filter)}>
          Export as CSV
        </DownloadButton>
      }
      flush
    >
      <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", px: 2, pt: 1, pb: 1.5 }}>
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
        minWidth={isNarrow ? 0 : 900}
        empty={Object.keys(filter).length > 0 ? nothingFound : nothingYet}
      />
      {reversed !== null && <ReverseDialog row={reversed} onClose={() => setReversed(null)} />}
    </Panel>
  );
};

/** All rows that the filters mean, not only those that have been scrolled to. */
const fileOf = ({ propertyId, propertyName }: WireAccount, filter: TransactionFilter): CsvFile => ({
  path: pathWith(`/api/sync/accounts/${encodeURIComponent(propertyId)}/transactions`, filter),
  name: `transactions-${(propertyName ?? propertyId).replaceAll(/[^\p{L}\p{N}]+/gu, "-")}.csv`,
});

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

import { Link, Stack, Typography } from "@mui/material";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireAccount } from "../../../contract/account.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { useFilter } from "../../routing/use-route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { FilterField } from "../../shared/filter-field.tsx";
import { FilterSelect, useChoice } from "../../shared/filter-select.tsx";
import { count } from "../../shared/format.ts";
import type { Column } from "../../shared/list/column.ts";
import { listOptions, pageSize } from "../../shared/list/list-query.ts";
import { PagedTable } from "../../shared/list/paged-table.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { Panel } from "../../shared/panel.tsx";
import { AccountStatus } from "./account-status.tsx";
import { accountTitle } from "./account-title.ts";
import { BalanceLines, rowCountOf } from "./balance-lines.tsx";
import { useIsNarrow } from "./use-is-narrow.ts";
import { accountStatuses, accountStatusWords } from "./words.ts";

/** Every property's account, found by the property's or the owner's name. */
export const AccountsView = (): ReactNode => {
  const { filter, query } = useAccounts();
  const isNarrow = useIsNarrow();
  return (
    <>
      <PageHead title="Ledger" />
      <Panel
        title="Accounts"
        hint="One for each property; totals are kept for each currency and never added across."
        action={
          <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
            <FilterField name="search" label="Property or owner" />
            <FilterSelect name="status" label="Status" values={accountStatuses} words={accountStatusWords} />
          </Stack>
        }
        flush
      >
        <PagedTable
          label="Accounts"
          query={query}
          columns={isNarrow ? narrowColumns : columns}
          rowKey={({ propertyId }) => propertyId}
          minWidth={isNarrow ? 0 : 860}
          empty={filter.isSet ? nothingFound : nothingYet}
        />
      </Panel>
    </>
  );
};

const useAccounts = () => {
  const trpc = useTRPC();
  const [typed] = useFilter("search");
  const search = typed.trim();
  const status = useChoice("status", accountStatuses);
  const asked = { ...(search === "" ? {} : { search }), ...(status === undefined ? {} : { status }), limit: pageSize };
  const query = useInfiniteQuery(
    // The rows found before stay until those of the next letter are there.
    trpc.accounts.infiniteQueryOptions(asked, { ...listOptions, placeholderData: keepPreviousData }),
  );
  return { filter: { isSet: search !== "" || status !== undefined }, query };
};

const nothingFound = (
  <EmptyState title="No account matches">
    Names of properties and owners are searched, whatever their case. To see every account, empty the field and choose
    “All”.
  </EmptyState>
);

const nothingYet = (
  <EmptyState title="No accounts yet">
    Every property of the main database gets one as soon as sync has read it, with the payments that belong to it.
  </EmptyState>
);

const columns: readonly Column<WireAccount>[] = [
  { id: "property", title: "Property", cell: (account) => <PropertyCell account={account} /> },
  { id: "owner", title: "Owner", width: 170, cell: ({ ownerName }) => ownerName ?? "–" },
  { id: "status", title: "Status", width: 150, cell: ({ status }) => <AccountStatus status={status} /> },
  { id: "rows", title: "Rows", align: "right", width: 80, cell: ({ balances }) => count(rowCountOf(balances)) },
  {
    id: "income",
    title: "Income",
    align: "right",
    width: 160,
    cell: ({ balances }) => <BalanceLines balances={balances} part="income" />,
  },
  {
    id: "balance",
    title: "Balance",
    align: "right",
    width: 160,
    cell: ({ balances }) => <BalanceLines balances={balances} part="balance" />,
  },
];

/** What a telephone has room for. */
const narrowColumns = columns.filter(({ id }) => id === "property" || id === "balance");

const PropertyCell = ({ account }: { readonly account: WireAccount }): ReactNode => (
  <Stack sx={{ overflowWrap: "anywhere" }}>
    <Link href={href("ledger", [account.propertyId])} underline="hover" sx={{ fontWeight: 550 }}>
      {accountTitle(account)}
    </Link>
    {account.propertyAddress !== null && (
      <Typography component="span" variant="body2" color="textSecondary">
        {account.propertyAddress}
      </Typography>
    )}
  </Stack>
);

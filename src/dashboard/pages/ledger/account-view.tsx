import { Skeleton, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { WireAccount } from "../../../contract/account.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { AccountHead } from "./account/account-head.tsx";
import { TransactionsPanel } from "./account/transactions-panel.tsx";
import { accountTitle } from "./account-title.ts";
import { EntryDialog } from "./entry/entry-dialog.tsx";

const up = { to: href("ledger"), label: "Ledger" };

/** One property's account: whose it is, what it adds up to, and every row. */
export const AccountView = ({ propertyId }: { readonly propertyId: string }): ReactNode => {
  const query = useQuery(useTRPC().account.queryOptions({ propertyId }));
  return (
    <QueryView query={query} loading={<Loading />}>
      {(account) => <Account account={account} />}
    </QueryView>
  );
};

const Account = ({ account }: { readonly account: WireAccount }): ReactNode => {
  const [isEntering, setEntering] = useState(false);
  return (
    <>
      <PageHead
        title={accountTitle(account)}
        up={up}
        action={
          <ActButton operation="enterTransaction" variant="contained" onClick={() => setEntering(true)}>
            Enter a transaction …
          </ActButton>
        }
      />
      <AccountHead account={account} />
      <TransactionsPanel account={account} />
      {isEntering && <EntryDialog account={account} onClose={() => setEntering(false)} />}
    </>
  );
};

const Loading = (): ReactNode => (
  <>
    <PageHead title="Account" up={up} />
    <Stack spacing={2}>
      <Skeleton variant="rounded" height={190} />
      <Skeleton variant="rounded" height={480} />
    </Stack>
  </>
);

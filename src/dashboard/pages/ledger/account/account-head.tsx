import { Box } from "@mui/material";
import type { ReactNode } from "react";
import type { WireAccount } from "../../../../contract/account.ts";
import { Facts } from "../../../shared/facts.tsx";
import { Panel } from "../../../shared/panel.tsx";
import { Time } from "../../../shared/time.tsx";
import { AccountStatus } from "../account-status.tsx";
import { ShortId } from "../short-id.tsx";
import { accountStatusHints } from "../words.ts";
import { TotalsTable } from "./totals-table.tsx";

/** Whose the account is, and what its posted rows add up to. */
export const AccountHead = ({ account }: { readonly account: WireAccount }): ReactNode => (
  <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "2fr 3fr" } }}>
    <Panel title="Property">
      <Facts facts={factsOf(account)} />
    </Panel>
    <Panel title="Totals" hint={account.status === "active" ? undefined : accountStatusHints[account.status]} flush>
      <TotalsTable balances={account.balances} />
    </Panel>
  </Box>
);

const factsOf = (account: WireAccount): readonly (readonly [string, ReactNode])[] => [
  ["Owner", account.ownerName ?? "no name known"],
  ["Address", account.propertyAddress ?? "–"],
  ["Company", account.companyId === null ? "–" : <ShortId key="company" id={account.companyId} />],
  ["Property id", <ShortId key="property" id={account.propertyId} />],
  ["Status", <AccountStatus key="status" status={account.status} />],
  ["Last change", <Time key="changed" at={account.lastUpdated} />],
];

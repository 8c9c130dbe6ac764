import { Stack } from "@mui/material";
import type { ReactNode } from "react";
import { href } from "../../routing/route.ts";
import { useRoute } from "../../routing/use-route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { AccountView } from "./account-view.tsx";
import { AccountsView } from "./accounts-view.tsx";
import { ExplainView } from "./explain/explain-view.tsx";
import { isSourceCollection } from "./words.ts";

/** The books. */
export const LedgerPage = (): ReactNode => (
  <Stack sx={{ gap: 2 }}>
    <Place />
  </Stack>
);

/** All accounts (`#/ledger`), one of them (`#/ledger/ID`), or why a document is or is not in them (`#/ledger/explain/payments/ID`). */
const Place = (): ReactNode => {
  const { path } = useRoute();
  const [first, collection, id] = path;
  if (first === undefined) return <AccountsView />;
  if (first !== "explain") return <AccountView key={first} propertyId={first} />;
  if (id === undefined || !isSourceCollection(collection)) return <NothingToExplain />;
  return <ExplainView key={`${collection}/${id}`} collection={collection} id={id} />;
};

const NothingToExplain = (): ReactNode => (
  <>
    <PageHead title="Explain a document" up={{ to: href("ledger"), label: "Ledger" }} />
    <EmptyState title="The address names no document">
      It ends with a collection (payments, properties or owners) and an id, as in{" "}
      <code>#/ledger/explain/payments/64f1c0ffee…</code>
    </EmptyState>
  </>
);

import { Box, Link, Stack } from "@mui/material";
import type { ReactNode } from "react";
import { usePageExists } from "../../routing/known-pages.ts";
import { href } from "../../routing/route.ts";
import { AccountName } from "./account-name.tsx";
import { ShortId } from "./short-id.tsx";

type Props = {
  readonly kind: "payment" | "property" | "owner" | "account" | "other";
  readonly id: string;
  /** The account it belongs to, where it belongs to one. */
  readonly propertyId: string | null;
};

/** The words of a kind, and the collection in which it is explained. */
const kinds = {
  payment: { word: "Payment", collection: "payments" },
  property: { word: "Property", collection: "properties" },
  owner: { word: "Owner", collection: "owners" },
  other: { word: "", collection: null },
} as const;

/** What a finding is about: a document, leading to why it is in the ledger as it is, and its account. */
export const DocumentLink = ({ kind, id, propertyId }: Props): ReactNode => (
  <Stack sx={{ lineHeight: "24px", whiteSpace: "nowrap" }}>
    {kind !== "account" && <Explained kind={kind} id={id} />}
    {propertyId !== null && (
      <Target to={href("ledger", [propertyId])}>
        <AccountName id={propertyId} />
      </Target>
    )}
  </Stack>
);

type ExplainedProps = { readonly kind: keyof typeof kinds; readonly id: string };

const Explained = ({ kind, id }: ExplainedProps): ReactNode => {
  const { word, collection } = kinds[kind];
  return (
    <Target to={collection === null ? null : href("ledger", ["explain", collection, id])}>
      {word} <ShortId id={id} />
    </Target>
  );
};

const Target = ({ to, children }: { readonly to: string | null; readonly children: ReactNode }): ReactNode => {
  const isThere = usePageExists("ledger");
  return to === null || !isThere ? (
    <Box component="span">{children}</Box>
  ) : (
    <Link href={to} underline="hover">
      {children}
    </Link>
  );
};

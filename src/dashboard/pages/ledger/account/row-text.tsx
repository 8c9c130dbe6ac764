import { Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireTransaction } from "../../../../contract/transaction.ts";
import { sentence } from "../../../shared/words.ts";
import { originWords, reasonOf, typeWords } from "../words.ts";

/** What a row is for: its description, and in small what else is known. */
export const RowText = ({ row }: { readonly row: WireTransaction }): ReactNode => {
  const isVoid = row.status === "void";
  return (
    <Stack sx={{ overflowWrap: "anywhere" }}>
      <Typography component={isVoid ? "s" : "span"} {...(isVoid && { color: "textSecondary" })}>
        {row.description ?? typeWords[row.type]}
      </Typography>
      <Typography component="span" variant="body2" color="textSecondary">
        {detailsOf(row).join(" · ")}
      </Typography>
      {isVoid && (
        <Typography component="span" variant="body2" color="warning">
          {whyVoid(row)}
        </Typography>
      )}
    </Stack>
  );
};

const detailsOf = (row: WireTransaction): readonly string[] =>
  [
    row.description === null ? null : typeWords[row.type],
    row.category === null ? null : sentence(row.category),
    row.referenceNumber,
    row.paymentMethod === null ? null : sentence(row.paymentMethod),
    row.recipientType === null ? null : `to ${row.recipientType}`,
    row.origin === "manual" ? originWords.manual.toLowerCase() : null,
    row.amountSource === null ? null : `rounded from ${row.amountSource}`,
    row.notes,
  ].filter((text): text is string => text !== null && text !== "");

/** An accountant gives a reason in their own words, sync a code. */
const whyVoid = ({ voidedBy, voidReason }: WireTransaction): string =>
  voidedBy === null
    ? `Does not count: ${reasonOf(voidReason ?? "no_longer_projected")}`
    : `Reversed by ${voidedBy}: ${voidReason ?? "no reason given"}`;

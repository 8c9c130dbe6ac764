import type { ReactNode } from "react";
import type { WireFinding } from "../../../contract/finding.ts";
import { DocumentLink } from "./document-link.tsx";

type Props = { readonly finding: Pick<WireFinding, "collection" | "key" | "propertyId"> };

const paymentRow = /^payments\/(.*)\/(?:income|fee)$/s;

/** The document that a finding is about; a row of a payment is shown as its payment. */
export const FindingSubject = ({ finding }: Props): ReactNode => {
  const { collection, key, propertyId } = finding;
  const paymentId = paymentOf(finding);
  if (paymentId !== null) return <DocumentLink kind="payment" id={paymentId} propertyId={propertyId} />;
  if (collection === "accounts") return <DocumentLink kind="account" id={key} propertyId={propertyId ?? key} />;
  if (collection === "properties") return <DocumentLink kind="property" id={key} propertyId={propertyId} />;
  if (collection === "owners") return <DocumentLink kind="owner" id={key} propertyId={propertyId} />;
  return <DocumentLink kind="other" id={key} propertyId={propertyId} />;
};

const paymentOf = ({ collection, key }: Props["finding"]): string | null => {
  if (collection === "payments") return key;
  return collection === "transactions" ? (paymentRow.exec(key)?.[1] ?? null) : null;
};

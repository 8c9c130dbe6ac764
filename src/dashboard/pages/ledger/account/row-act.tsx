import { Link } from "@mui/material";
import type { ReactNode } from "react";
import type { WireTransaction } from "../../../../contract/transaction.ts";
import { href } from "../../../routing/route.ts";
import { useRefusal } from "../../../session/session.tsx";
import { ActButton } from "../../../shared/act-button.tsx";
import { ShortId } from "../short-id.tsx";

type Props = { readonly row: WireTransaction; readonly onReverse: (row: WireTransaction) => void };

/** What can be done about a row: one of sync is explained, an accountant's is taken back. */
export const RowAct = ({ row, onReverse }: Props): ReactNode => {
  if (row.paymentId !== null) return <PaymentLink paymentId={row.paymentId} />;
  if (row.status === "void") return null;
  return (
    <ActButton
      operation="reverseTransaction"
      size="small"
      color="inherit"
      aria-label={`Reverse ${row.description ?? row.id}`}
      onClick={() => onReverse(row)}
    >
      Reverse …
    </ActButton>
  );
};

const PaymentLink = ({ paymentId }: { readonly paymentId: string }): ReactNode => {
  const isRefused = useRefusal("explain") !== null;
  if (isRefused) return <ShortId id={paymentId} />;
  return (
    <Link href={href("ledger", ["explain", "payments", paymentId])} underline="hover" title={`Payment ${paymentId}`}>
      Explain
    </Link>
  );
};

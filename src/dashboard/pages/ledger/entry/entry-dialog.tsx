import { Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import type { WireAccount } from "../../../../contract/account.ts";
import { problemOf } from "../../../api/problem-of.ts";
import { useTRPC } from "../../../api/trpc.ts";
import { ConfirmDialog } from "../../../shared/confirm-dialog.tsx";
import { useAct } from "../../../shared/use-act.ts";
import { accountTitle } from "../account-title.ts";
import { type EntryDraft, emptyDraft, entryRequestOf, fieldOfPointer } from "./entry-draft.ts";
import { EntryFields } from "./entry-fields.tsx";
import { newIdempotencyKey } from "./idempotency-key.ts";

type Props = { readonly account: WireAccount; readonly onClose: () => void };

/** A row by an accountant. One dialog enters at most one: its key stays the same however often it is sent. */
export const EntryDialog = ({ account, onClose }: Props): ReactNode => {
  const { propertyId, currency } = account;
  const [idempotencyKey] = useState(newIdempotencyKey);
  const [draft, setDraft] = useState(() => emptyDraft(currency));
  const enter = useAct(useTRPC().enterTransaction.mutationOptions({ onSuccess: onClose }));
  const request = entryRequestOf(draft);
  const refusals = refusalsOf(enter.error);
  return (
    <ConfirmDialog
      title="Enter a transaction"
      phrase={null}
      confirmLabel="Enter it"
      call={{
        method: "POST",
        path: `/api/sync/accounts/${encodeURIComponent(propertyId)}/transactions`,
        headers: { "Idempotency-Key": idempotencyKey },
        body: request,
      }}
      isBusy={enter.isPending}
      error={refusals.isTold ? null : enter.error}
      onConfirm={() => enter.mutate({ propertyId, idempotencyKey, ...request })}
      onClose={onClose}
    >
      <Typography color="textSecondary">
        Into the account of {accountTitle(account)}, beside the rows of the main database. Sync never changes it; it can
        be reversed, with a reason, and not erased.
      </Typography>
      <EntryFields draft={draft} refusals={refusals.byField} onChange={(part) => setDraft({ ...draft, ...part })} />
    </ConfirmDialog>
  );
};

export type Refusals = Partial<Record<keyof EntryDraft, string>>;

/** What the service says of each field; `isTold` = nothing is left to be said above them. */
const refusalsOf = (error: unknown): { readonly byField: Refusals; readonly isTold: boolean } => {
  const errors = error === null ? [] : problemOf(error).errors;
  const told = errors.map(({ pointer, message }) => [fieldOfPointer(pointer), message] as const);
  const known = told.filter(([field]) => field !== null);
  return { byField: Object.fromEntries(known), isTold: known.length > 0 && known.length === told.length };
};

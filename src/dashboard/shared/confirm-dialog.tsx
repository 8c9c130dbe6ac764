import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField, Typography } from "@mui/material";
import { type FormEvent, type ReactNode, useState } from "react";
import type { ApiCall } from "./curl.ts";
import { CurlBox } from "./curl-box.tsx";
import { ProblemAlert } from "./problem-alert.tsx";

type Props = {
  readonly title: string;
  /** What will happen, what will not, and how to undo it. */
  readonly children: ReactNode;
  /** Has to be typed before anything happens; null for what is easily undone. */
  readonly phrase: string | null;
  readonly confirmLabel: string;
  readonly isDestructive?: boolean;
  readonly call?: ApiCall;
  /** Why it cannot be confirmed yet, beside the phrase. */
  readonly isIncomplete?: boolean;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/** Asks before something is done that matters. Mounted while it is open, so that it begins empty each time. */
export const ConfirmDialog = (props: Props): ReactNode => {
  const { title, children, phrase, confirmLabel, isDestructive = false, isIncomplete = false } = props;
  const { call, isBusy, error, onConfirm, onClose } = props;
  const [typed, setTyped] = useState("");
  const isReady = (phrase === null || typed.trim() === phrase) && !isIncomplete && !isBusy;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) onConfirm();
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="confirm-title">
      <form onSubmit={submit}>
        <DialogTitle id="confirm-title">{title}</DialogTitle>
        <DialogContent>
          <Stack spacing={2}>
            {children}
            {phrase !== null && <Phrase phrase={phrase} typed={typed} onType={setTyped} />}
            {call !== undefined && <CurlBox call={call} />}
            {error !== null && error !== undefined && <ProblemAlert error={error} />}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} color="inherit">
            Cancel
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={isDestructive ? "error" : "primary"}
            disabled={!isReady}
            loading={isBusy}
          >
            {confirmLabel}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

type PhraseProps = { readonly phrase: string; readonly typed: string; readonly onType: (text: string) => void };

const Phrase = ({ phrase, typed, onType }: PhraseProps): ReactNode => (
  <Stack spacing={1}>
    <Typography component="label" htmlFor="confirm-phrase">
      Type <strong>{phrase}</strong> to confirm.
    </Typography>
    <TextField
      id="confirm-phrase"
      autoComplete="off"
      autoFocus
      value={typed}
      onChange={({ target }) => onType(target.value)}
    />
  </Stack>
);

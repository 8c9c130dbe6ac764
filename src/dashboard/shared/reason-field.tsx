import { TextField } from "@mui/material";
import type { ReactNode } from "react";

/** As the service takes it. */
const lengthMax = 500;

type Props = {
  readonly reason: string;
  readonly onChange: (reason: string) => void;
  readonly autoFocus?: boolean;
};

/** Why somebody does what others will find later. */
export const ReasonField = ({ reason, onChange, autoFocus = false }: Props): ReactNode => (
  <TextField
    label="Reason"
    required
    multiline
    autoFocus={autoFocus}
    slotProps={{ htmlInput: { maxLength: lengthMax } }}
    value={reason}
    onChange={({ target }) => onChange(target.value)}
  />
);

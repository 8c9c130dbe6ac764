import { Box, MenuItem, TextField, type TextFieldProps } from "@mui/material";
import type { ReactNode } from "react";
import { transactionTypes, typeWords } from "../words.ts";
import type { Refusals } from "./entry-dialog.tsx";
import type { EntryDraft } from "./entry-draft.ts";

type Props = {
  readonly draft: EntryDraft;
  readonly refusals: Refusals;
  readonly onChange: (part: Partial<EntryDraft>) => void;
};

/** The fields of an entry; below each, what the service says of it. */
export const EntryFields = ({ draft, refusals, onChange }: Props): ReactNode => {
  const field = (name: keyof EntryDraft, label: string, hint = ""): TextFieldProps => ({
    label,
    value: draft[name],
    onChange: ({ target }) => onChange({ [name]: target.value }),
    error: refusals[name] !== undefined,
    helperText: refusals[name] ?? hint,
  });
  return (
    <Box
      sx={{ display: "grid", columnGap: 2, rowGap: 1.5, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "1fr 1fr" } }}
    >
      <TextField select {...field("type", "Type", typeHints[draft.type])}>
        {transactionTypes.map((type) => (
          <MenuItem key={type} value={type}>
            {typeWords[type]}
          </MenuItem>
        ))}
      </TextField>
      {draft.type === "other" ? (
        <TextField select {...field("direction", "Effect on the balance")}>
          <MenuItem value="1">Adds to it</MenuItem>
          <MenuItem value="-1">Takes from it</MenuItem>
        </TextField>
      ) : (
        <TextField type="date" {...field("day", "Date", "Empty: today")} slotProps={{ inputLabel: { shrink: true } }} />
      )}
      <TextField
        required
        autoComplete="off"
        slotProps={{ htmlInput: { inputMode: "decimal" } }}
        {...field("amount", "Amount", "With a point, without thousands: 1250.00")}
      />
      <TextField
        required
        slotProps={{ htmlInput: { maxLength: 3 } }}
        {...field("currency", "Currency", "USD, ZWL, …")}
      />
      {draft.type === "other" && (
        <TextField type="date" {...field("day", "Date", "Empty: today")} slotProps={{ inputLabel: { shrink: true } }} />
      )}
      <TextField required sx={{ gridColumn: "1 / -1" }} {...field("description", "Description")} />
      <TextField {...field("referenceNumber", "Reference")} />
      <TextField {...field("category", "Category")} />
      <TextField {...field("paymentMethod", "Method of payment")} />
      <TextField {...field("recipientType", "Recipient")} />
      <TextField multiline sx={{ gridColumn: "1 / -1" }} {...field("notes", "Notes")} />
    </Box>
  );
};

const typeHints: Readonly<Record<EntryDraft["type"], string>> = {
  income: "Adds to the balance",
  expense: "Takes from the balance",
  owner_payout: "Takes from the balance",
  repair: "Takes from the balance",
  maintenance: "Takes from the balance",
  other: "Says itself what it does",
};

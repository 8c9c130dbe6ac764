import { Box, FormControlLabel, MenuItem, Switch, TextField } from "@mui/material";
import type { ReactNode } from "react";
import { scheduleKindSchema } from "../../../contract/schedule.ts";
import { runKindWords } from "../../shared/run-title.ts";
import type { FieldsProps } from "./fields-props.ts";
import type { FormValues } from "./form-values.ts";
import { LineFields } from "./line-fields.tsx";

const kinds = scheduleKindSchema.options;

const kindHints: Readonly<Record<FormValues["kind"], string>> = {
  full: "Everything is compared with the main database and corrected.",
  incremental: "Changes are followed up to now; quick, also beside real-time sync.",
  consistency: "The ledger is checked against the main database; safe fixes are applied as configured.",
  deep: "A full sync that also sums all totals anew and clears old service data.",
};

/** As the service takes it. Unit: characters. */
const descriptionLengthMax = 500;

type Props = FieldsProps & {
  readonly isNew: boolean;
  /** Shown beside the line that it is of. */
  readonly preview: ReactNode;
};

export const ScheduleFields = ({ isNew, preview, ...props }: Props): ReactNode => {
  const { values, onChange } = props;
  return (
    <>
      <Box
        sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: isNew ? "1fr 1fr" : "1fr" } }}
      >
        {isNew && <NameField {...props} />}
        <TextField
          select
          label="What runs"
          value={values.kind}
          onChange={({ target }) => onChange({ kind: kinds.find((kind) => kind === target.value) ?? values.kind })}
          helperText={kindHints[values.kind]}
        >
          {kinds.map((kind) => (
            <MenuItem key={kind} value={kind}>
              {runKindWords[kind]}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      <LineFields {...props} />
      {preview}
      <TextField
        label="Description"
        value={values.description}
        onChange={({ target }) => onChange({ description: target.value })}
        slotProps={{ htmlInput: { maxLength: descriptionLengthMax } }}
      />
      <FormControlLabel
        control={<Switch checked={values.enabled} onChange={(_event, enabled) => onChange({ enabled })} />}
        label="Enabled"
      />
    </>
  );
};

const NameField = ({ values, onChange, refusals }: FieldsProps): ReactNode => (
  <TextField
    label="Name"
    required
    autoFocus
    autoComplete="off"
    value={values.name}
    onChange={({ target }) => onChange({ name: target.value })}
    error={refusals.has("name")}
    helperText={refusals.get("name") ?? "Letters, digits, _ . and -, such as nightly_sync. It stays."}
  />
);

import { Autocomplete, Box, Button, Stack, TextField } from "@mui/material";
import type { ReactNode } from "react";
import type { FieldsProps } from "./fields-props.ts";
import { knownZones } from "./in-zone.ts";

/** Lines to begin from. */
const usualLines = [
  ["Every hour", "0 * * * *"],
  ["Every night", "0 2 * * *"],
  ["Every Sunday", "0 3 * * 0"],
  ["Every month", "0 4 1 * *"],
] as const;

/** When it runs: the cron line, and by whose clocks. */
export const LineFields = (props: FieldsProps): ReactNode => (
  <Stack spacing={1}>
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "1fr 1fr" } }}>
      <CronField {...props} />
      <ZoneField {...props} />
    </Box>
    <Stack direction="row" sx={{ flexWrap: "wrap", gap: 0.5 }}>
      {usualLines.map(([label, line]) => (
        <Button key={line} size="small" color="inherit" onClick={() => props.onChange({ cronExpression: line })}>
          {label}
        </Button>
      ))}
    </Stack>
  </Stack>
);

const CronField = ({ values, onChange, refusals }: FieldsProps): ReactNode => (
  <TextField
    label="Cron line"
    required
    autoComplete="off"
    value={values.cronExpression}
    onChange={({ target }) => onChange({ cronExpression: target.value })}
    error={refusals.has("cronExpression")}
    helperText={refusals.get("cronExpression") ?? "Minute, hour, day, month, day of the week"}
    slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: "monospace" } } }}
  />
);

const ZoneField = ({ values, onChange, refusals }: FieldsProps): ReactNode => (
  <Autocomplete
    freeSolo
    disableClearable
    options={knownZones()}
    inputValue={values.timezone}
    onInputChange={(_event, timezone) => onChange({ timezone })}
    renderInput={(params) => (
      <TextField
        {...params}
        label="Time zone"
        required
        error={refusals.has("timezone")}
        helperText={refusals.get("timezone") ?? "By whose clocks the line is read"}
      />
    )}
  />
);

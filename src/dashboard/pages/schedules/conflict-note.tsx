import { Alert, AlertTitle, Box, Button, Stack } from "@mui/material";
import type { ReactNode } from "react";
import { runKindWords } from "../../shared/run-title.ts";
import { changesOf, type FormValues } from "./form-values.ts";

type Props = {
  /** As it is stored now. */
  readonly theirs: FormValues;
  /** The same with what has been changed in the form. */
  readonly yours: FormValues;
  readonly onChoice: (values: FormValues) => void;
};

const labels: Readonly<Record<keyof FormValues, string>> = {
  name: "Name",
  kind: "What runs",
  cronExpression: "Cron line",
  timezone: "Time zone",
  description: "Description",
  enabled: "Enabled",
};

/** Somebody else has changed the schedule meanwhile: both are shown, and neither is lost. */
export const ConflictNote = ({ theirs, yours, onChoice }: Props): ReactNode => {
  // Safe: the keys are those of the same type.
  const differing = Object.keys(changesOf(theirs, yours)) as (keyof FormValues)[];
  return (
    <Alert severity="warning" variant="outlined">
      <AlertTitle>Somebody else has changed this schedule meanwhile</AlertTitle>
      <Stack spacing={1}>
        <span>
          {differing.length === 0
            ? "It is now as you have it here."
            : "Nothing of yours is saved yet. Take theirs, or keep your changes beside what else they have changed."}
        </span>
        <Box component="ul" sx={{ m: 0, pl: 2.5, overflowWrap: "anywhere" }}>
          {differing.map((field) => (
            <li key={field}>
              {labels[field]}: theirs <strong>{told(theirs, field)}</strong>, yours{" "}
              <strong>{told(yours, field)}</strong>
            </li>
          ))}
        </Box>
        <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
          <Button size="small" variant="outlined" color="inherit" onClick={() => onChoice(theirs)}>
            Take theirs
          </Button>
          {differing.length > 0 && (
            <Button size="small" variant="outlined" color="inherit" onClick={() => onChoice(yours)}>
              Keep my changes
            </Button>
          )}
        </Stack>
      </Stack>
    </Alert>
  );
};

const told = (values: FormValues, field: keyof FormValues): string => {
  if (field === "enabled") return values.enabled ? "yes" : "no";
  if (field === "kind") return runKindWords[values.kind];
  return values[field] === "" ? "(empty)" : values[field];
};

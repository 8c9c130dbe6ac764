import { Box } from "@mui/material";
import type { ReactNode } from "react";
import { Money } from "../../shared/money.tsx";
import { Time } from "../../shared/time.tsx";
import { type ShownValue, shownValue } from "./shown-value.ts";

type Props = { readonly field: string; readonly text: string };

/** A value of a finding, as its kind is shown everywhere else. */
export const ValueText = ({ field, text }: Props): ReactNode => <Value value={shownValue(field, text)} />;

const Value = ({ value }: { readonly value: ShownValue }): ReactNode => {
  switch (value.kind) {
    case "money":
      return <Money amount={value.amount} currency={value.currency} />;
    case "time":
      return <Time at={new Date(value.at).toISOString()} />;
    case "none":
      return (
        <Box component="span" sx={{ color: "text.secondary", fontStyle: "italic" }}>
          {value.word}
        </Box>
      );
    case "text":
      return value.text;
  }
};

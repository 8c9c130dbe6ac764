import { Box } from "@mui/material";
import type { ReactNode } from "react";
import type { WireFixItem } from "../../../contract/fix-plan.ts";
import { Money } from "../../shared/money.tsx";
import { fieldWords } from "./field-words.ts";
import { ruleWords } from "./rule-words.ts";
import { differenceOf, shownValue } from "./shown-value.ts";
import { ValueText } from "./value-text.tsx";

type Props = { readonly change: WireFixItem["changes"][number] };

export const FieldName = ({ change: { rule, field } }: Props): ReactNode => (
  <span title={ruleWords[rule].title}>{fieldWords(field) || "Everything"}</span>
);

/** Struck through: it goes. */
export const BeforeValue = ({ change: { field, before } }: Props): ReactNode => (
  <Box component="del" sx={{ color: "text.secondary" }}>
    <ValueText field={field} text={before} />
  </Box>
);

type AfterProps = Props & {
  /** Other fixes mend its rows before: the sum is not known yet. */
  readonly isSummedLater: boolean;
};

/** Framed and bold: it comes. */
export const AfterValue = ({ change: { field, after }, isSummedLater }: AfterProps): ReactNode => (
  <>
    <Box component="span" sx={{ color: "text.secondary", mr: 1 }}>
      →
    </Box>{" "}
    <Box component="ins" sx={frame}>
      {isSummedLater ? "sum of its mended rows" : <ValueText field={field} text={after} />}
    </Box>
  </>
);

const frame = {
  textDecoration: "none",
  fontWeight: 650,
  border: 1,
  borderColor: "success.main",
  borderRadius: 1,
  px: 0.75,
  py: 0.125,
} as const;

/** What the change adds to the books, where it is money. */
export const Difference = ({ change: { field, before, after } }: Props): ReactNode => {
  const [was, becomes] = [shownValue(field, before), shownValue(field, after)];
  const amount = differenceOf(was, becomes);
  return amount === null || becomes.kind !== "money" ? (
    "–"
  ) : (
    <Money amount={amount} currency={becomes.currency} signed />
  );
};

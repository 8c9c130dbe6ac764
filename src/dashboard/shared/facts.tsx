import { Box } from "@mui/material";
import type { ReactNode } from "react";

type Props = { readonly facts: readonly (readonly [label: string, value: ReactNode])[] };

/** What is known of one thing: labels and values, side by side where there is room. */
export const Facts = ({ facts }: Props): ReactNode => (
  <Box
    component="dl"
    sx={{
      m: 0,
      display: "grid",
      columnGap: 3,
      rowGap: 0.75,
      gridTemplateColumns: "fit-content(40%) minmax(0, 1fr)",
      "& dt": { color: "text.secondary" },
      "& dd": { m: 0, overflowWrap: "anywhere" },
    }}
  >
    {facts.map(([label, value]) => (
      <Box key={label} sx={{ display: "contents" }}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </Box>
    ))}
  </Box>
);

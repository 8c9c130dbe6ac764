import { Box, Paper, Stack, Typography } from "@mui/material";
import { Fragment, type ReactNode } from "react";
import type { WireHealth } from "../../../contract/health.ts";
import { count, lag } from "../../shared/format.ts";
import { Time } from "../../shared/time.tsx";
import { type Tone, verdictOf } from "../../shell/verdict-of.ts";

/** "In sync · lag 0.1 s · 12,481 of 12,481 payments match · verified 3 min ago" */
export const VerdictLine = ({ health }: { readonly health: WireHealth }): ReactNode => {
  const { tone, word } = verdictOf(health, health.checks.realTime);
  const { verifiedAt } = health.verification;
  const facts: readonly ReactNode[] = [
    lagFact(health.checks),
    matchFact(health.verification, tone),
    verifiedAt === null ? (
      "never verified"
    ) : (
      <Fragment key="verified">
        verified <Time at={verifiedAt} />
      </Fragment>
    ),
  ];
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-label="Verdict"
      sx={{ px: { xs: 2, sm: 3 }, py: 2, borderLeft: 4, borderLeftColor: `${tone}.main` }}
    >
      <Stack direction="row" sx={{ alignItems: "baseline", flexWrap: "wrap", columnGap: 2, rowGap: 0.5 }}>
        <Stack direction="row" sx={{ alignItems: "baseline", gap: 1.25 }}>
          <Box
            aria-hidden
            sx={{ width: 14, height: 14, borderRadius: "50%", bgcolor: `${tone}.main`, alignSelf: "center" }}
          />
          <Typography component="strong" role="status" variant="h5" sx={{ color: `${tone}.main` }}>
            {word}
          </Typography>
        </Stack>
        {facts.map((fact, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: always the same facts in the same order
          <Typography key={index} component="span" variant="h6" sx={{ fontWeight: 500 }}>
            <Box
              component="span"
              aria-hidden
              sx={{ color: "text.disabled", mr: 2, display: { xs: "none", sm: "inline" } }}
            >
              ·
            </Box>
            {fact}
          </Typography>
        ))}
      </Stack>
    </Paper>
  );
};

const lagFact = ({ lagMs, realTime }: WireHealth["checks"]): string => {
  if (realTime === "stopped") return "changes are not followed";
  return lagMs === null ? "lag unknown" : `lag ${lag(lagMs)}`;
};

const matchFact = ({ matched, total }: WireHealth["verification"], tone: Tone): ReactNode => {
  if (matched === null || total === null) return "payments not compared yet";
  const words = `${count(matched)} of ${count(total)} payments match`;
  if (matched === total) return words;
  return (
    <Box component="span" sx={{ color: `${tone}.main`, fontWeight: 650 }}>
      {words}
    </Box>
  );
};

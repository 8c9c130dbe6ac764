import { Box, LinearProgress, Paper, Skeleton, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireHealth } from "../../../contract/health.ts";
import type { WireVerification } from "../../../contract/verification.ts";
import { useTRPC } from "../../api/trpc.ts";
import { count } from "../../shared/format.ts";
import { QueryView } from "../../shared/query-view.tsx";
import { Time } from "../../shared/time.tsx";
import type { Tone } from "../../shell/verdict-of.ts";

/** What is known right now of how the books stand, and how it is kept known. */
export const ProofPanel = (): ReactNode => {
  const health = useQuery(useTRPC().health.queryOptions());
  return (
    <QueryView query={health} loading={<Skeleton variant="rounded" height={104} />}>
      {(data) => <Proof health={data} />}
    </QueryView>
  );
};

const Proof = ({ health }: { readonly health: WireHealth }): ReactNode => {
  const { verification } = health;
  const { matched, total, verifiedAt } = verification;
  const isKnown = matched !== null && total !== null;
  const tone = toneOf(health);
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-label="Proof"
      sx={{ px: { xs: 2, sm: 3 }, py: 2, borderLeft: 4, borderLeftColor: `${tone}.main` }}
    >
      <Stack spacing={1}>
        <Stack direction="row" sx={{ alignItems: "baseline", flexWrap: "wrap", columnGap: 2 }}>
          <Typography component="strong" variant="h5" sx={{ color: `${tone}.main` }}>
            {isKnown ? `${count(matched)} of ${count(total)} payments match` : "Not proven yet"}
          </Typography>
          <Typography variant="h6" component="span" sx={{ fontWeight: 500 }}>
            {verifiedAt === null ? (
              "never verified"
            ) : (
              <>
                verified <Time at={verifiedAt} />
              </>
            )}
          </Typography>
        </Stack>
        <Round verification={verification} />
      </Stack>
    </Paper>
  );
};

/** Good only where all is proven to match. */
const toneOf = ({ dataConsistency, verification: { matched, total } }: WireHealth): Tone => {
  if (dataConsistency.isConsistent === false) return "error";
  return dataConsistency.isConsistent === true && matched === total ? "success" : "warning";
};

/** The verification that never ends, as far as its present round has come. */
const Round = ({ verification }: { readonly verification: WireVerification }): ReactNode => {
  const { rowsChecked, rowsTotal, ratePerSecond } = verification;
  const isUnderWay = rowsTotal !== null && rowsChecked < rowsTotal;
  return (
    <Stack spacing={0.75}>
      <Typography color="textSecondary">
        {isUnderWay
          ? `Being verified again: ${count(rowsChecked)} of ${count(rowsTotal)} documents.`
          : waitingWords(ratePerSecond)}
      </Typography>
      {/* As high as the bar, so that nothing moves when a round begins. */}
      <Box sx={{ height: 4 }}>
        {isUnderWay && (
          <LinearProgress
            aria-label="Verification: progress"
            variant="determinate"
            value={(rowsChecked / rowsTotal) * 100}
          />
        )}
      </Box>
    </Stack>
  );
};

const waitingWords = (ratePerSecond: number): string =>
  ratePerSecond === 0
    ? "The verification that never ends is switched off: only checks that somebody or a schedule asks for look at the ledger."
    : `Every document is compared with the main database again and again, at most ${count(ratePerSecond)} a second, without touching the ledger.`;

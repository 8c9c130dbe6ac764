import { Button, Skeleton, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireCheck } from "../../../contract/check.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { Panel } from "../../shared/panel.tsx";
import { Time } from "../../shared/time.tsx";
import { useLatestCheck } from "../overview/use-latest-check.ts";
import { CheckVerdict } from "./check-verdict.tsx";
import { RuleSummary } from "./rule-summary.tsx";

/** What the newest complete look at everything has found. */
export const NewestCheckPanel = (): ReactNode => {
  const { data: health } = useQuery(useTRPC().health.queryOptions());
  const checkedAt = health?.verification.verifiedAt ?? null;
  const check = useLatestCheck(checkedAt);
  if (check !== undefined) return <Newest check={check} />;
  return (
    <Panel title="Newest check">
      {health !== undefined && checkedAt === null ? (
        <EmptyState title="Nothing has been checked yet">
          A check compares every payment, account and total with the main database. One follows the first sync by
          itself; “Check now” begins one at once.
        </EmptyState>
      ) : (
        <Skeleton variant="rounded" height={120} />
      )}
    </Panel>
  );
};

const Newest = ({ check }: { readonly check: WireCheck }): ReactNode => (
  <Panel
    title="Newest check"
    hint={
      <>
        <CheckVerdict check={check} /> · <Time at={check.endedAt} />
      </>
    }
    action={
      <Button variant="outlined" href={href("consistency", ["checks", check.id])}>
        {check.findings === 0 ? "Open it" : "Look at the findings"}
      </Button>
    }
    flush={check.findings > 0}
  >
    {check.findings === 0 ? (
      <Stack>
        <Typography>
          Every payment is in the ledger as it must be, every total is the sum of its rows, and the journal tells the
          same.
        </Typography>
      </Stack>
    ) : (
      <RuleSummary check={check} current={null} />
    )}
  </Panel>
);

import { Stack } from "@mui/material";
import type { ReactNode } from "react";
import { useRefusal } from "../../session/session.tsx";
import { EmptyState } from "../../shared/empty-state.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { CheckHistory } from "./check-history.tsx";
import { CheckNowButton } from "./check-now-button.tsx";
import { NewestCheckPanel } from "./newest-check-panel.tsx";
import { ProofPanel } from "./proof-panel.tsx";
import { RunningCheck } from "./running-check.tsx";

/** How well the ledger is proven, and by which checks. */
export const ChecksPage = (): ReactNode => {
  const refusal = useRefusal("check");
  return (
    <Stack spacing={2}>
      <PageHead title="Consistency" action={<CheckNowButton />} />
      <ProofPanel />
      {refusal === null ? (
        <>
          <RunningCheck />
          <NewestCheckPanel />
          <CheckHistory />
        </>
      ) : (
        <EmptyState title="Checks look at every account">{refusal}</EmptyState>
      )}
    </Stack>
  );
};

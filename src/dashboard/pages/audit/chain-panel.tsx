import { Box, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireAuditLine } from "../../../contract/audit.ts";
import { Facts } from "../../shared/facts.tsx";
import { IdText } from "../../shared/id-text.tsx";
import { Panel } from "../../shared/panel.tsx";

/** How anybody can prove that the line is as it was written. */
export const ChainPanel = ({ line: { seq, hash, previousHash } }: { readonly line: WireAuditLine }): ReactNode => (
  <Panel title="How it is proven" hint="A line's fingerprint (SHA-256) covers the line and the fingerprint before it.">
    <Stack spacing={1.5}>
      <Facts
        facts={[
          ["This line", <IdText key="hash" id={hash} copyAs="fingerprint" />],
          ["The line before", <IdText key="previous" id={previousHash} copyAs="fingerprint before" />],
        ]}
      />
      <Typography>
        With the fingerprint noted somewhere else, the whole trail can be held against it at any later time; a line that
        was altered, left out or added is named.
      </Typography>
      <Box
        component="pre"
        // It scrolls, so it must be reachable.
        tabIndex={0}
        aria-label="The command that verifies the trail"
        role="region"
        sx={{ m: 0, p: 1, borderRadius: 1, bgcolor: "action.hover", overflowX: "auto", fontSize: 12 }}
      >
        {`ACCOUNTING_DB_URI=… npm run audit -- verify --expect ${seq}:${hash}`}
      </Box>
    </Stack>
  </Panel>
);

import { Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireCheck } from "../../../contract/check.ts";
import { Facts } from "../../shared/facts.tsx";
import { countOf, duration } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { Time } from "../../shared/time.tsx";
import { CheckVerdict } from "./check-verdict.tsx";

/** What a check has looked at, and when. */
export const CheckFacts = ({ check }: { readonly check: WireCheck }): ReactNode => {
  const { startedAt, endedAt, looked, criticalSince } = check;
  return (
    <Panel title="Verdict">
      <Typography component="p" variant="h6" sx={{ mb: 1 }}>
        <CheckVerdict check={check} />
      </Typography>
      <Facts
        facts={[
          [
            "Looked at",
            [
              countOf(looked.payments, "payment"),
              countOf(looked.properties, "property", "properties"),
              countOf(looked.rows, "row"),
              countOf(looked.accounts, "account"),
              countOf(looked.journalLines, "journal line"),
            ].join(" · "),
          ],
          ["Started", <Time key="started" at={startedAt} />],
          ["Ended", <Ended key="ended" startedAt={startedAt} endedAt={endedAt} />],
          ...(criticalSince === null
            ? []
            : ([["Critical since", <Time key="critical" at={criticalSince} />]] as const)),
        ]}
      />
    </Panel>
  );
};

const Ended = ({ startedAt, endedAt }: Pick<WireCheck, "startedAt" | "endedAt">): ReactNode =>
  endedAt === null ? (
    "not yet"
  ) : (
    <>
      <Time at={endedAt} />, after {duration(Date.parse(endedAt) - Date.parse(startedAt))}
    </>
  );

import { Link } from "@mui/material";
import type { ReactNode } from "react";
import type { WireExplanation } from "../../../../contract/explanation.ts";
import { href } from "../../../routing/route.ts";
import { Facts } from "../../../shared/facts.tsx";
import { Panel } from "../../../shared/panel.tsx";
import { Time } from "../../../shared/time.tsx";
import { ShortId } from "../short-id.tsx";
import { accountStatusWords, reasonOf } from "../words.ts";

/** The document as it is now, and what follows from it. */
export const SourcePanel = ({ explanation }: { readonly explanation: WireExplanation }): ReactNode => {
  const { id, source, account, collection } = explanation;
  return (
    <Panel title="In the main database">
      <Facts
        facts={[
          ["Document", <ShortId key="id" id={id} />],
          ["Found", source.exists ? "Yes" : "No: there is no such document (any more)"],
          ["Looked at", <Time key="time" at={timeOf(source.asOf)} />],
          ["It means", meaningOf(explanation)],
          ...(account === null
            ? []
            : [
                [
                  "Account",
                  <Link key="account" href={href("ledger", [account.propertyId])} underline="hover">
                    {accountStatusWords[account.status]}
                  </Link>,
                ] as const,
              ]),
          ...(collection === "properties" && account === null ? [["Account", "None"] as const] : []),
        ]}
      />
    </Panel>
  );
};

/** A cluster time begins with its second: `1718000000.3`. */
const timeOf = (clusterTime: string): string => new Date(Number.parseInt(clusterTime, 10) * 1_000).toISOString();

const meaningOf = ({ projection: { kind, reason, fault, rows } }: WireExplanation): string => {
  switch (kind) {
    case "posted":
      return rows.length === 1 ? "One row in the ledger" : `${rows.length} rows in the ledger`;
    case "not_posted":
      return `No row in the ledger: ${reasonOf(reason ?? "")}`;
    case "property":
      return "An active account";
    case "owner":
      return "A name on the accounts of this owner";
    case "absent":
      return "Nothing";
    case "rejected":
      return `Nobody can tell: ${fault?.field || "the document"} should be ${fault?.expected}, and is ${fault?.found}`;
  }
};

import { Link } from "@mui/material";
import type { ReactNode } from "react";
import type { WireFixPlan } from "../../../contract/fix-plan.ts";
import { href } from "../../routing/route.ts";
import { Facts } from "../../shared/facts.tsx";
import { count, countOf } from "../../shared/format.ts";
import { Time } from "../../shared/time.tsx";
import { fixWords } from "./fix-words.ts";

export const PlanFacts = ({ plan }: { readonly plan: WireFixPlan }): ReactNode => (
  <Facts
    facts={[
      [
        "Fixes",
        `${countOf(plan.items, "document")} of ${countOf(plan.accounts, "account")}: ${plan.byFix
          .map(({ fix, count: times }) => `${fixWords[fix].toLowerCase()} ${count(times)}`)
          .join(", ")}`,
      ],
      [
        "Prepared",
        <span key="prepared">
          <Time at={plan.createdAt} /> by {plan.actor}, for{" "}
          <Link href={href("consistency", ["checks", plan.checkId])}>this check</Link>
        </span>,
      ],
    ]}
  />
);

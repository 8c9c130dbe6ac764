import { Link } from "@mui/material";
import type { ReactNode } from "react";
import type { WireFailure } from "../../../../contract/failure.ts";
import { usePageExists } from "../../../routing/known-pages.ts";
import { href } from "../../../routing/route.ts";
import { Facts } from "../../../shared/facts.tsx";
import { count } from "../../../shared/format.ts";
import { Panel } from "../../../shared/panel.tsx";
import { Time } from "../../../shared/time.tsx";
import { sentence } from "../../../shared/words.ts";

/** What is, or was, wrong with the document. */
export const FailurePanel = ({ failure }: { readonly failure: WireFailure }): ReactNode => {
  const hasPage = usePageExists("failures");
  return (
    <Panel
      title={failure.state === "resolved" ? "A failure, resolved" : "It cannot be posted"}
      hint={
        failure.state === "resolved"
          ? "The document was wrong once."
          : "Correct the document in the main database; the failure then closes by itself."
      }
      action={
        hasPage && (
          <Link href={href("failures", [failure.id])} underline="hover">
            Open the failure
          </Link>
        )
      }
    >
      <Facts
        facts={[
          ["What is wrong", sentence(failure.code)],
          ["Field", failure.field === "" ? "the whole document" : <code key="field">{failure.field}</code>],
          ["Expected", failure.expected],
          ["Found", failure.found],
          ["State", sentence(failure.state)],
          ["Read in vain", `${count(failure.attempts)} ×`],
          ["Last seen", <Time key="seen" at={failure.lastSeenAt} />],
        ]}
      />
    </Panel>
  );
};

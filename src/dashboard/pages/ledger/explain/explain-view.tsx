import { Alert, Skeleton, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireExplanation } from "../../../../contract/explanation.ts";
import { useTRPC } from "../../../api/trpc.ts";
import { href } from "../../../routing/route.ts";
import { PageHead } from "../../../shared/page-head.tsx";
import { QueryView } from "../../../shared/query-view.tsx";
import { ShortId } from "../short-id.tsx";
import { documentWords } from "../words.ts";
import { ComparisonPanel } from "./comparison-panel.tsx";
import { FailurePanel } from "./failure-panel.tsx";
import { JournalPanel } from "./journal-panel.tsx";
import { SourcePanel } from "./source-panel.tsx";

type Props = Pick<WireExplanation, "collection" | "id">;

/** Why a document of the main database is, or is not, in the ledger. */
export const ExplainView = ({ collection, id }: Props): ReactNode => {
  const query = useQuery(useTRPC().explain.queryOptions({ collection, id }));
  return (
    <>
      <PageHead
        title={
          <>
            Why is {documentWords[collection]} <ShortId id={id} /> in the books as it is?
          </>
        }
        up={upOf(query.data)}
      />
      <QueryView query={query} loading={<Loading />}>
        {(explanation) => <Explanation explanation={explanation} />}
      </QueryView>
    </>
  );
};

/** Back to the account it belongs to, once that is known. */
const upOf = (explanation: WireExplanation | undefined) => {
  const propertyId = explanation?.account?.propertyId ?? explanation?.rows[0]?.propertyId;
  return propertyId === undefined
    ? { to: href("ledger"), label: "Ledger" }
    : { to: href("ledger", [propertyId]), label: "Account" };
};

const Explanation = ({ explanation }: { readonly explanation: WireExplanation }): ReactNode => {
  const { collection, verdict, rows, journal, failure } = explanation;
  return (
    <>
      <Alert severity={severityOf(explanation)} variant="outlined" sx={{ fontSize: "0.95rem" }}>
        {verdict}
      </Alert>
      <SourcePanel explanation={explanation} />
      {failure !== null && <FailurePanel failure={failure} />}
      {collection === "payments" && <ComparisonPanel explanation={explanation} />}
      {rows.length > 0 && <JournalPanel lines={journal} />}
    </>
  );
};

/** Only a failure is known to be wrong; what is not posted may rightly be so. */
const severityOf = ({ projection, failure }: WireExplanation): "error" | "success" | "info" => {
  if (projection.kind === "rejected" || (failure !== null && failure.state !== "resolved")) return "error";
  return projection.kind === "posted" ? "success" : "info";
};

const Loading = (): ReactNode => (
  <Stack spacing={2}>
    <Skeleton variant="rounded" height={50} />
    <Skeleton variant="rounded" height={150} />
    <Skeleton variant="rounded" height={220} />
  </Stack>
);

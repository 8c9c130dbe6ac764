import { Box, Link, Stack, Typography } from "@mui/material";
import { skipToken, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireAuditLine } from "../../../contract/audit.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { Facts } from "../../shared/facts.tsx";
import { count } from "../../shared/format.ts";
import { IdText } from "../../shared/id-text.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { Panel } from "../../shared/panel.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { Time } from "../../shared/time.tsx";
import { LoadingPage } from "../../shell/loading-page.tsx";
import { actionText, outcomeMeanings } from "./audit-words.ts";
import { BeforeAfter } from "./before-after.tsx";
import { ChainPanel } from "./chain-panel.tsx";
import { Outcome } from "./outcome.tsx";
import { SubjectText } from "./subject-text.tsx";

/** Lines of one millisecond. */
const linesMax = 200;

type Props = {
  readonly seq: number;
  /** When it was written, RFC 3339: the trail is asked for that moment. */
  readonly at: string;
};

/** One line of the trail. */
export const AuditDetail = ({ seq, at }: Props): ReactNode => {
  const atMs = Date.parse(at);
  const isAddress = !Number.isNaN(atMs);
  const lines = useQuery(useTRPC().audit.queryOptions(isAddress ? momentOf(atMs) : skipToken));
  return (
    <Stack spacing={2}>
      {isAddress ? (
        <QueryView query={lines} loading={<LoadingPage />}>
          {({ items }) => <FoundLine line={items.find((line) => line.seq === seq)} />}
        </QueryView>
      ) : (
        <FoundLine line={undefined} />
      )}
    </Stack>
  );
};

const momentOf = (atMs: number) => ({
  from: new Date(atMs).toISOString(),
  to: new Date(atMs + 1).toISOString(),
  limit: linesMax,
});

const up = { to: href("audit"), label: "Audit" };

const FoundLine = ({ line }: { readonly line: WireAuditLine | undefined }): ReactNode =>
  line === undefined ? (
    <>
      <PageHead title="Audit" up={up} />
      <EmptyState title="There is no such line" action={<Link href={href("audit")}>To the list</Link>}>
        The address may have been cut short: it names the line and the moment it was written.
      </EmptyState>
    </>
  ) : (
    <Line line={line} />
  );

const Line = ({ line }: { readonly line: WireAuditLine }): ReactNode => (
  <>
    <PageHead title={actionText(line.action)} up={up} />
    <Panel title={`Line ${count(line.seq)}`}>
      <Facts
        facts={[
          ["Who", whoOf(line)],
          ["When", <Time key="at" at={line.at} />],
          ["On what", <SubjectText key="subject" subject={line.subject} />],
          [
            "Outcome",
            <Box key="outcome">
              <Outcome line={line} />
              <Typography variant="body2" color="textSecondary">
                {outcomeMeanings[line.outcome]}
              </Typography>
            </Box>,
          ],
          ["Request", <IdOrNone key="request" id={line.requestId} what="request's id" />],
          ["Trace", <IdOrNone key="trace" id={line.traceId} what="trace's id" />],
          ["Operation", <IdOrNone key="operation" id={line.operationId} what="operation's id" />],
        ]}
      />
    </Panel>
    <BeforeAfter before={line.before} after={line.after} />
    <ChainPanel line={line} />
  </>
);

const whoOf = ({ actor: { id, roles } }: WireAuditLine): string =>
  roles.length === 0 ? `${id} (the service itself)` : `${id} (${roles.join(", ")})`;

const IdOrNone = ({ id, what }: { readonly id: string | null; readonly what: string }): ReactNode =>
  id === null ? "none" : <IdText id={id} copyAs={what} />;

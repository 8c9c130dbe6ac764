import { Box, Link, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireFailure } from "../../../contract/failure.ts";
import { useTRPC } from "../../api/trpc.ts";
import { usePageExists } from "../../routing/known-pages.ts";
import { href } from "../../routing/route.ts";
import { Facts } from "../../shared/facts.tsx";
import { IdText } from "../../shared/id-text.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { Panel } from "../../shared/panel.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { LoadingPage } from "../../shell/loading-page.tsx";
import { FailureActs } from "./failure-acts.tsx";
import { FailureLife } from "./failure-life.tsx";
import { codeWords, fieldName } from "./failure-words.ts";
import { ProjectionPreview } from "./projection-preview.tsx";

/** One document that cannot be projected: what is wrong, how it has gone so far, what its present state means for the books. */
export const FailureDetail = ({ id }: { readonly id: string }): ReactNode => {
  const failure = useQuery(useTRPC().failure.queryOptions({ id }));
  const up = { to: href("failures"), label: "Failures" };
  return (
    <Stack spacing={2}>
      <QueryView
        query={failure}
        loading={
          <>
            <PageHead title="Failure" up={up} />
            <LoadingPage />
          </>
        }
      >
        {(data) => (
          <>
            <PageHead title={codeWords[data.code].title} up={up} />
            <FailureActs failure={data} />
            <WhatIsWrong failure={data} />
            <FailureLife failure={data} />
            <ProjectionPreview collection={data.collection} id={data.documentId} />
          </>
        )}
      </QueryView>
    </Stack>
  );
};

const WhatIsWrong = ({ failure }: { readonly failure: WireFailure }): ReactNode => {
  const { collection, documentId, code, field, expected, found } = failure;
  const canExplain = usePageExists("ledger");
  return (
    <Panel title="What is wrong">
      <Stack spacing={1.5}>
        <Facts
          facts={[
            [
              "Document",
              <>
                {collection} <IdText id={documentId} copyAs="document's id" />
              </>,
            ],
            ["Field", <Code key="field">{fieldName(field)}</Code>],
            ["Expected", expected],
            ["Found", found],
            ["Code", <Code key="code">{code}</Code>],
          ]}
        />
        <Typography>
          <strong>What to do:</strong> {codeWords[code].remedy} It is noticed at once, and this closes by itself.
        </Typography>
        {canExplain && (
          <Link href={href("ledger", ["explain", collection, documentId])}>Follow this document into the ledger</Link>
        )}
      </Stack>
    </Panel>
  );
};

const Code = ({ children }: { readonly children: ReactNode }): ReactNode => <Box component="code">{children}</Box>;

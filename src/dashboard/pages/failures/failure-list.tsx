import { Stack, Typography } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { FilterSelect } from "../../shared/filter-select.tsx";
import { listOptions, pageSize } from "../../shared/list/list-query.ts";
import { PagedTable } from "../../shared/list/paged-table.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { Panel } from "../../shared/panel.tsx";
import { failureColumns } from "./failure-columns.tsx";
import { codeChoices, collectionChoices, queryOf, stateChoices, useFailureFilter } from "./failure-filter.ts";
import { FailureGroups } from "./failure-groups.tsx";
import { codeWords, stateWords } from "./failure-words.ts";
import { MassFailureNotice } from "./mass-failure-notice.tsx";
import { NoFailures } from "./no-failures.tsx";
import { RetryMany } from "./retry-many.tsx";
import { RetryRun } from "./retry-run.tsx";

const stateLabels = { ...stateWords, all: "All" } as const;
// Safe: the same keys with one of their words.
const codeLabels = Object.fromEntries(codeChoices.map((code) => [code, codeWords[code].title])) as Record<
  (typeof codeChoices)[number],
  string
>;

/** What cannot be projected: by reason, then document by document. */
export const FailureList = (): ReactNode => {
  const filter = useFailureFilter();
  const [runId, setRunId] = useState<string | null>(null);
  const query = queryOf(filter);
  const failures = useInfiniteQuery(
    useTRPC().failures.infiniteQueryOptions({ ...query, limit: pageSize }, listOptions),
  );
  return (
    <Stack spacing={2}>
      <PageHead title="Failures" />
      <Typography color="textSecondary" sx={{ maxWidth: 820 }}>
        Documents of the main database that cannot be put into the books. Everything else goes on; their rows stay as
        they were. Corrected there, they close here by themselves.
      </Typography>
      <MassFailureNotice />
      <FailureGroups />
      {runId !== null && <RetryRun id={runId} onClose={() => setRunId(null)} />}
      <Panel title="Documents" flush action={<RetryMany filter={filter} onBegun={setRunId} />}>
        <Stack direction="row" sx={{ gap: 1.5, flexWrap: "wrap", px: 2, py: 1 }}>
          <FilterSelect name="state" label="State" values={stateChoices} words={stateLabels} none="Not resolved" />
          <FilterSelect name="collection" label="Collection" values={collectionChoices} />
          <FilterSelect name="code" label="Reason" values={codeChoices} words={codeLabels} />
        </Stack>
        <PagedTable
          label="Failures"
          query={failures}
          columns={failureColumns}
          rowKey={({ id }) => id}
          minWidth={900}
          empty={<NoFailures isFiltered={Object.values(filter).some((choice) => choice !== undefined)} />}
        />
      </Panel>
    </Stack>
  );
};

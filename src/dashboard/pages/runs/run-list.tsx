import { Link, Paper, Stack, Typography } from "@mui/material";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { runKindSchema, runStateSchema } from "../../../contract/run.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { useFilter } from "../../routing/use-route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { FilterSelect, useChoice } from "../../shared/filter-select.tsx";
import { listOptions, pageSize } from "../../shared/list/list-query.ts";
import { PagedTable } from "../../shared/list/paged-table.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { runKindWords } from "../../shared/run-title.ts";
import { stateWords } from "../../shared/runs/run-state.tsx";
import { useRunColumns } from "../../shared/runs/use-run-columns.ts";

const kinds = runKindSchema.options;
const states = runStateSchema.options;

export const RunList = (): ReactNode => {
  const kind = useChoice("kind", kinds);
  const state = useChoice("state", states);
  // Also one that is deleted: its runs are still there.
  const [schedule] = useFilter("schedule");
  const filter = { kind, state, ...(schedule === "" ? {} : { schedule }) };
  const query = useInfiniteQuery(useTRPC().runs.infiniteQueryOptions({ ...filter, limit: pageSize }, listOptions));
  const columns = useRunColumns(query);
  const isFiltered = kind !== undefined || state !== undefined || schedule !== "";
  return (
    <Stack spacing={2}>
      <PageHead title="Runs" action={<Filters schedule={schedule} />} />
      <Typography color="textSecondary">
        Every sync, check and repair, newest first: begun by a schedule, by a person, or by the service at its start.
      </Typography>
      <Paper variant="outlined" component="section" aria-label="Runs" sx={{ overflow: "hidden" }}>
        <PagedTable
          label="Runs"
          query={query}
          columns={columns}
          rowKey={({ id }) => id}
          empty={isFiltered ? <NoneMatches /> : <NothingYet />}
          minWidth={1_040}
        />
      </Paper>
    </Stack>
  );
};

const Filters = ({ schedule }: { readonly schedule: string }): ReactNode => {
  const { data } = useQuery(useTRPC().schedules.queryOptions());
  const names = [...new Set([...(data ?? []).map(({ name }) => name), schedule])].filter((name) => name !== "");
  return (
    <Stack direction="row" sx={{ flexWrap: "wrap", gap: 1 }}>
      <FilterSelect name="kind" label="Kind" values={kinds} words={runKindWords} />
      <FilterSelect name="state" label="State" values={states} words={stateWords} />
      <FilterSelect
        name="schedule"
        label="Schedule"
        values={names}
        words={Object.fromEntries(names.map((name) => [name, name]))}
      />
    </Stack>
  );
};

const NoneMatches = (): ReactNode => (
  <EmptyState title="No run is like that" action={<Link href={href("runs")}>Show all runs</Link>}>
    None of this kind, in this state, is on record. Runs appear here the moment they begin.
  </EmptyState>
);

const NothingYet = (): ReactNode => (
  <EmptyState title="Nothing has run yet" action={<Link href={href("control")}>To the control page</Link>}>
    The first sync begins when real-time sync is started. After it, schedules and people begin the others.
  </EmptyState>
);

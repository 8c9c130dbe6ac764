import { Link } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { listOptions, pageSize } from "../../shared/list/list-query.ts";
import { PagedTable } from "../../shared/list/paged-table.tsx";
import { Panel } from "../../shared/panel.tsx";
import { useRunColumns } from "../../shared/runs/use-run-columns.ts";

/** Every run that the schedule has asked for, also those that a person let it begin, and what it skipped. */
export const ScheduleHistory = ({ name }: { readonly name: string }): ReactNode => {
  const query = useInfiniteQuery(useTRPC().runs.infiniteQueryOptions({ schedule: name, limit: pageSize }, listOptions));
  const columns = useRunColumns(query, true);
  return (
    <Panel title="Its runs" action={<Link href={href("runs", [], { schedule: name })}>Among all runs</Link>} flush>
      <PagedTable
        label={`Runs of ${name}`}
        query={query}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="It has not run yet">
            Its first run comes at its next time. “Run now” does not wait for that.
          </EmptyState>
        }
        minWidth={1_040}
      />
    </Panel>
  );
};

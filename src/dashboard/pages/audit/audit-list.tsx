import { Stack, Typography } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { useFilter } from "../../routing/use-route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { FilterDay } from "../../shared/filter-day.tsx";
import { FilterField } from "../../shared/filter-field.tsx";
import { FilterSelect, useChoice } from "../../shared/filter-select.tsx";
import { listOptions, pageSize } from "../../shared/list/list-query.ts";
import { PagedTable } from "../../shared/list/paged-table.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { Panel } from "../../shared/panel.tsx";
import { auditColumns } from "./audit-columns.tsx";
import { actionWords } from "./audit-words.ts";
import { useDay } from "./use-day.ts";

const actions = Object.keys(actionWords);

/** Every order, what became of it, and by what it is known that nobody has altered the list. */
export const AuditList = (): ReactNode => {
  const [actor] = useFilter("actor");
  const action = useChoice("action", actions);
  const from = useDay("from", 0);
  const to = useDay("to", 1);
  const asked = { actor: actor.trim(), action, from, to };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== ""));
  const lines = useInfiniteQuery(useTRPC().audit.infiniteQueryOptions({ ...given, limit: pageSize }, listOptions));
  return (
    <Stack spacing={2}>
      <PageHead title="Audit" />
      <Typography color="textSecondary" sx={{ maxWidth: 820 }}>
        Every order, by whom, and what became of it; refused ones too. Each line carries a fingerprint of itself and of
        the line before: a line that is altered, left out or added shows. <code>npm run audit -- verify</code> reads the
        whole chain and says whether it is as it was written.
      </Typography>
      <Panel title="Acts" hint="Newest first." flush>
        <Stack direction="row" sx={{ gap: 1.5, flexWrap: "wrap", px: 2, py: 1 }}>
          <FilterField name="actor" label="Who (exactly)" />
          <FilterSelect name="action" label="What" values={actions} words={actionWords} />
          <FilterDay name="from" label="From" />
          <FilterDay name="to" label="To" />
        </Stack>
        <PagedTable
          label="Audit"
          query={lines}
          columns={auditColumns}
          rowKey={({ seq }) => String(seq)}
          minWidth={860}
          empty={<NoLines isFiltered={Object.keys(given).length > 0} />}
        />
      </Panel>
    </Stack>
  );
};

const NoLines = ({ isFiltered }: { readonly isFiltered: boolean }): ReactNode =>
  isFiltered ? (
    <EmptyState title="Nobody did such a thing">
      There may be other acts: the choices above narrow the list down.
    </EmptyState>
  ) : (
    <EmptyState title="Nobody has asked for anything yet">
      As soon as somebody starts, stops, retries, dismisses, enters or changes something, it stands here with their
      name. Looking is not noted.
    </EmptyState>
  );

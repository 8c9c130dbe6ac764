import { Box, Stack } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import type { WireFixItem, WireFixPlan } from "../../../contract/fix-plan.ts";
import { useTRPC } from "../../api/trpc.ts";
import type { Column } from "../../shared/list/column.ts";
import { listOptions, pageSize } from "../../shared/list/list-query.ts";
import { PagedTable } from "../../shared/list/paged-table.tsx";
import { Panel } from "../../shared/panel.tsx";
import { NamedAccounts } from "./account-name.tsx";
import { DocumentLink } from "./document-link.tsx";
import { fixWords } from "./fix-words.ts";
import { AfterValue, BeforeValue, Difference, FieldName } from "./plan-change.tsx";
import { selectColumn } from "./select-column.tsx";
import type { Selection } from "./selection.ts";
import { accountsWithRowFixes, isSummedLater } from "./summed-later.ts";

type Props = {
  readonly plan: WireFixPlan;
  readonly selection: Selection;
  /** Null once the plan has been applied: there is nothing more to choose. */
  readonly onSelect: ((selection: Selection) => void) | null;
};

/** Every document of a plan, row by row: what is there, what would be. */
export const PlanItems = ({ plan, selection, onSelect }: Props): ReactNode => {
  const query = useInfiniteQuery(
    useTRPC().fixItems.infiniteQueryOptions({ id: plan.id, limit: pageSize }, listOptions),
  );
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const mended = useMemo(() => accountsWithRowFixes(items, selection), [items, selection]);
  const chosen = onSelect === null ? [] : [selectColumn(plan.items, selection, onSelect)];
  return (
    <Panel title="Before → after" hint="Each is carried out only where exactly this is still to be changed." flush>
      <NamedAccounts length={plan.items}>
        <PagedTable
          label="Fixes"
          query={query}
          columns={[...chosen, ...columnsOf(mended)]}
          rowKey={({ number }) => String(number)}
          minWidth={840}
          empty={null}
        />
      </NamedAccounts>
    </Panel>
  );
};

type Change = WireFixItem["changes"][number];

/** One line per field, of one height, so that the lines of neighbouring cells stand beside each other. */
const lines = ({ changes }: WireFixItem, line: (change: Change) => ReactNode): ReactNode => (
  <Stack>
    {changes.map((change) => (
      <Box
        key={`${change.rule} ${change.key} ${change.field}`}
        sx={{ height: 26, lineHeight: "26px", whiteSpace: "nowrap" }}
      >
        {line(change)}
      </Box>
    ))}
  </Stack>
);

const columnsOf = (mended: ReadonlySet<string>): readonly Column<WireFixItem>[] => [
  {
    id: "fix",
    title: "Fix",
    cell: ({ fix, target: { kind, id }, propertyId }) => (
      <Stack sx={{ lineHeight: "24px" }}>
        <Box component="span" sx={{ fontWeight: 600, whiteSpace: "nowrap" }}>
          {fixWords[fix]}
        </Box>
        <DocumentLink kind={kind === "totals" ? "account" : kind} id={id} propertyId={propertyId} />
      </Stack>
    ),
  },
  { id: "field", title: "Field", cell: (item) => lines(item, (change) => <FieldName change={change} />) },
  {
    id: "before",
    title: "Before",
    align: "right",
    cell: (item) => lines(item, (change) => <BeforeValue change={change} />),
  },
  {
    id: "after",
    title: "After",
    align: "right",
    cell: (item) => lines(item, (change) => <AfterValue change={change} isSummedLater={isSummedLater(item, mended)} />),
  },
  {
    id: "difference",
    title: "Difference",
    align: "right",
    cell: (item) => lines(item, (change) => (isSummedLater(item, mended) ? "–" : <Difference change={change} />)),
  },
];

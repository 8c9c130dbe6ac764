import { Box, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, useEffect, useMemo, useRef } from "react";
import { QueryView } from "../query-view.tsx";
import type { Column } from "./column.ts";
import { ListEnd } from "./list-end.tsx";
import type { ListPage, ListQuery } from "./list-query.ts";
import { ListSkeleton } from "./list-skeleton.tsx";
import { NewerNote } from "./newer-note.tsx";

export type PagedTableProps<Row> = {
  /** Names the table for a screen reader. */
  readonly label: string;
  /** `useInfiniteQuery(trpc.….infiniteQueryOptions(…, listOptions))` */
  readonly query: ListQuery<Row>;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Stands where there is no row. */
  readonly empty: ReactNode;
  /** Below this width it scrolls sideways. Unit: px. */
  readonly minWidth?: number;
};

/** A long list: the server gives it page by page as it is scrolled, and only the rows in sight are drawn. */
export const PagedTable = <Row,>(props: PagedTableProps<Row>): ReactNode => (
  <QueryView query={props.query} loading={<ListSkeleton />}>
    {({ pages }) => (pages.every(({ items }) => items.length === 0) ? props.empty : <Rows {...props} pages={pages} />)}
  </QueryView>
);

/** What a row is taken for before it has been drawn. Unit: px. */
const rowHeight = 41;
/** Rows drawn above and below those in sight. */
const overscan = 10;
/** The next page is asked for when so few rows are left below. */
const aheadRows = 20;

type RowsProps<Row> = PagedTableProps<Row> & { readonly pages: readonly ListPage<Row>[] };

const Rows = <Row,>({ label, query, columns, rowKey, minWidth = 640, pages }: RowsProps<Row>): ReactNode => {
  const frame = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => pages.flatMap(({ items }) => items), [pages]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan,
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1);
  useEndReached((last?.index ?? 0) >= rows.length - aheadRows, query);
  return (
    <>
      <NewerNote query={query} />
      <Box
        ref={frame}
        role="region"
        aria-label={`${label}, table`}
        // It scrolls, so it must be reachable.
        tabIndex={0}
        sx={{ overflow: "auto", maxHeight: "max(320px, 72vh)" }}
      >
        <Table
          stickyHeader
          aria-rowcount={query.hasNextPage ? -1 : rows.length + 1}
          // Columns with widths of their own keep them, whatever rows are in sight.
          sx={{ minWidth, tableLayout: columns.some(({ width }) => width !== undefined) ? "fixed" : "auto" }}
        >
          <TableHead>
            <TableRow aria-rowindex={1}>
              {columns.map(({ id, title, align, width }) => (
                <TableCell
                  key={id}
                  {...(align && { align })}
                  sx={{ width, whiteSpace: "nowrap", bgcolor: "background.paper" }}
                >
                  {title}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            <Gap height={drawn[0]?.start ?? 0} />
            {drawn.map(({ index }) => {
              const row = rows[index];
              return row === undefined ? null : (
                <DrawnRow key={rowKey(row)} {...{ row, index, columns }} measure={virtual.measureElement} />
              );
            })}
            <Gap height={virtual.getTotalSize() - (last?.end ?? 0)} />
          </TableBody>
        </Table>
        <ListEnd query={query} />
      </Box>
    </>
  );
};

type RowProps<Row> = {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  /** Tells the list how high the row has become. */
  readonly measure: (element: Element | null) => void;
};

const PlainRow = <Row,>({ row, index, columns, measure }: RowProps<Row>): ReactNode => (
  <TableRow hover data-index={index} aria-rowindex={index + 2} ref={measure}>
    {columns.map(({ id, align, cell }) => (
      <TableCell key={id} {...(align && { align })}>
        {cell(row)}
      </TableCell>
    ))}
  </TableRow>
);

// While the list is scrolled, rows that stay in sight are not drawn anew; where `columns` stay the same, that is. Safe: `memo` forgets the type's parameter alone.
const DrawnRow = memo(PlainRow) as typeof PlainRow;

/** Stands for the rows that are not drawn. */
const Gap = ({ height }: { readonly height: number }): ReactNode =>
  height <= 0 ? null : (
    <tr aria-hidden>
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  );

const useEndReached = (isReached: boolean, query: ListQuery<unknown>): void => {
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
  const isDue = isReached && hasNextPage && !isFetching && !isFetchNextPageError;
  useEffect(() => {
    if (isDue) void fetchNextPage();
  }, [isDue, fetchNextPage]);
};

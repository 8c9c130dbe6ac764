import { Link, Skeleton, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireCheck } from "../../../contract/check.ts";
import type { WireFailureGroup } from "../../../contract/failure.ts";
import type { WireStats } from "../../../contract/stats.ts";
import { useTRPC } from "../../api/trpc.ts";
import { usePageExists } from "../../routing/known-pages.ts";
import { href } from "../../routing/route.ts";
import { count, lag } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { TableScroll } from "../../shared/table-scroll.tsx";
import { Time } from "../../shared/time.tsx";
import { useLatestCheck } from "./use-latest-check.ts";

/** Source against ledger, collection by collection. */
export const CollectionsPanel = (): ReactNode => {
  const trpc = useTRPC();
  const { data: stats } = useQuery(trpc.stats.queryOptions());
  const { data: health } = useQuery(trpc.health.queryOptions());
  const { data: groups } = useQuery(trpc.failureGroups.queryOptions());
  const check = useLatestCheck(health?.dataConsistency.checkedAt ?? null);
  const hint =
    check === undefined ? (
      "Both sides are counted by a consistency check; none is complete yet."
    ) : (
      <>
        Both sides as the check counted them that ended <Time at={check.endedAt} />; a payment that is rightly not
        posted has no row.
      </>
    );
  return (
    <Panel title="Collections" hint={hint} flush>
      {stats === undefined ? (
        <Skeleton variant="rounded" height={130} sx={{ mx: 2, mb: 2 }} />
      ) : (
        <Collections collections={stats.collections} looked={check?.looked ?? null} groups={groups ?? null} />
      )}
    </Panel>
  );
};

type Props = {
  readonly collections: WireStats["collections"];
  readonly looked: WireCheck["looked"] | null;
  readonly groups: readonly WireFailureGroup[] | null;
};

type Row = {
  readonly name: keyof WireStats["collections"];
  readonly source: string;
  readonly ledger: string;
};

const Collections = ({ collections, looked, groups }: Props): ReactNode => (
  <TableScroll label="Collections">
    <Table>
      <TableHead>
        <TableRow>
          <TableCell>Collection</TableCell>
          <TableCell align="right">Main database</TableCell>
          <TableCell align="right">Ledger</TableCell>
          <TableCell align="right">Last change</TableCell>
          <TableCell align="right">Lag</TableCell>
          <TableCell align="right">Failures</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rowsOf(looked).map((row) => (
          <CollectionRow
            key={row.name}
            row={row}
            numbers={collections[row.name]}
            failures={groups === null ? null : failuresOf(row.name, groups)}
          />
        ))}
      </TableBody>
    </Table>
  </TableScroll>
);

const rowsOf = (looked: WireCheck["looked"] | null): readonly Row[] => [
  { name: "payments", source: countOr(looked?.payments), ledger: countOr(looked?.rows, "rows") },
  { name: "properties", source: countOr(looked?.properties), ledger: countOr(looked?.accounts, "accounts") },
  { name: "owners", source: "–", ledger: "names only" },
];

const countOr = (value: number | undefined, unit = ""): string =>
  value === undefined ? "–" : `${count(value)} ${unit}`.trim();

const failuresOf = (name: Row["name"], groups: readonly WireFailureGroup[]): number =>
  groups.filter(({ collection }) => collection === name).reduce((sum, group) => sum + group.count, 0);

type RowProps = {
  readonly row: Row;
  readonly numbers: WireStats["collections"]["payments"];
  /** Null: not known, as long as the accounting database cannot be asked. */
  readonly failures: number | null;
};

const CollectionRow = ({ row: { name, source, ledger }, numbers, failures }: RowProps): ReactNode => (
  <TableRow>
    <TableCell component="th" scope="row">
      {name}
    </TableCell>
    <TableCell align="right">{source}</TableCell>
    <TableCell align="right" sx={{ whiteSpace: "nowrap" }}>
      {ledger}
    </TableCell>
    <TableCell align="right" sx={{ whiteSpace: "nowrap" }}>
      <Time at={numbers.lastChangeAt} none="none lately" />
    </TableCell>
    <TableCell align="right" sx={{ whiteSpace: "nowrap" }}>
      {numbers.lagMs === null ? "not known" : lag(numbers.lagMs)}
    </TableCell>
    <TableCell align="right">{failures === null ? "–" : <Failures collection={name} failures={failures} />}</TableCell>
  </TableRow>
);

const Failures = ({ collection, failures }: { readonly collection: string; readonly failures: number }): ReactNode => {
  const canShow = usePageExists("failures");
  if (failures === 0 || !canShow) return count(failures);
  return (
    <Link href={href("failures", [], { collection })} color="error" aria-label={`${count(failures)} of ${collection}`}>
      {count(failures)}
    </Link>
  );
};

import { Skeleton, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireCheck } from "../../../contract/check.ts";
import type { WireStats } from "../../../contract/stats.ts";
import { useTRPC } from "../../api/trpc.ts";
import { count } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { TableScroll } from "../../shared/table-scroll.tsx";
import { Time } from "../../shared/time.tsx";
import { useLatestCheck } from "./use-latest-check.ts";

/** Source against ledger, collection by collection, as the newest check has counted them. */
export const CollectionsPanel = (): ReactNode => {
  const trpc = useTRPC();
  const { data: stats } = useQuery(trpc.stats.queryOptions());
  const { data: health } = useQuery(trpc.health.queryOptions());
  const check = useLatestCheck(health?.dataConsistency.checkedAt ?? null);
  const hint =
    check === undefined ? (
      "Counted by a consistency check; none is complete yet."
    ) : (
      <>
        Counted by the check that ended <Time at={check.endedAt} />.
      </>
    );
  return (
    <Panel title="Collections" hint={hint} flush>
      {stats === undefined ? (
        <Skeleton variant="rounded" height={130} sx={{ mx: 2, mb: 2 }} />
      ) : (
        <Collections stats={stats} looked={check?.looked ?? null} />
      )}
    </Panel>
  );
};

type Props = {
  readonly stats: WireStats;
  readonly looked: WireCheck["looked"] | null;
};

const Collections = ({ stats, looked }: Props): ReactNode => {
  const rows = [
    {
      name: "payments",
      source: looked?.payments,
      ledger: looked?.rows,
      unit: "rows",
      changes: stats.byCollection.payments,
    },
    {
      name: "properties",
      source: looked?.properties,
      ledger: looked?.accounts,
      unit: "accounts",
      changes: stats.byCollection.properties,
    },
    { name: "owners", source: undefined, ledger: undefined, unit: "", changes: stats.byCollection.owners },
  ];
  return (
    <TableScroll label="Collections">
      <Table>
        <TableHead>
          <TableRow>
            <TableCell>Collection</TableCell>
            <TableCell align="right">Main database</TableCell>
            <TableCell align="right">Ledger</TableCell>
            <TableCell align="right">Changes read</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(({ name, source, ledger, unit, changes }) => (
            <TableRow key={name}>
              <TableCell component="th" scope="row">
                {name}
              </TableCell>
              <TableCell align="right">{source === undefined ? "–" : count(source)}</TableCell>
              <TableCell align="right">{ledger === undefined ? "–" : `${count(ledger)} ${unit}`}</TableCell>
              <TableCell align="right">{count(changes)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableScroll>
  );
};

import { Skeleton, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireExplanation } from "../../../contract/explanation.ts";
import type { WireFailure } from "../../../contract/failure.ts";
import { useTRPC } from "../../api/trpc.ts";
import { Money } from "../../shared/money.tsx";
import { Panel } from "../../shared/panel.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { TableScroll } from "../../shared/table-scroll.tsx";
import { Time } from "../../shared/time.tsx";

type Props = { readonly collection: WireFailure["collection"]; readonly id: string };

/** What the document, as it is now, means for the books, and what they hold of it. */
export const ProjectionPreview = ({ collection, id }: Props): ReactNode => {
  const explanation = useQuery(useTRPC().explain.queryOptions({ collection, id }));
  return (
    <Panel title="What it means for the books now" hint="Read from the main database and the ledger as they are.">
      <QueryView query={explanation} loading={<Skeleton variant="rounded" height={96} />}>
        {(data) => (
          <Stack spacing={1.5}>
            <Typography>{data.verdict}</Typography>
            <Rows explanation={data} />
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
};

type Line = {
  readonly key: string;
  readonly where: string;
  readonly direction: number;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly occurredAt: string;
  readonly status: string;
};

const linesOf = ({ projection, rows }: WireExplanation): readonly Line[] => [
  ...projection.rows.map(({ id, ...row }) => ({ ...row, key: `p ${id}`, where: "As the document says", status: "" })),
  ...rows.map(({ id, ...row }) => ({ ...row, key: `r ${id}`, where: "In the books", status: row.status })),
];

const Rows = ({ explanation }: { readonly explanation: WireExplanation }): ReactNode => {
  const lines = linesOf(explanation);
  if (lines.length === 0) return null;
  return (
    <TableScroll label="Rows">
      <Table>
        <TableHead>
          <TableRow>
            <TableCell>Row</TableCell>
            <TableCell>Direction</TableCell>
            <TableCell>Date</TableCell>
            <TableCell>Status</TableCell>
            <TableCell align="right">Amount</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map(({ key, where, direction, amount, occurredAt, status }) => (
            <TableRow key={key}>
              <TableCell component="th" scope="row">
                {where}
              </TableCell>
              <TableCell>{direction > 0 ? "income" : "expense"}</TableCell>
              <TableCell>
                <Time at={occurredAt} />
              </TableCell>
              <TableCell>{status}</TableCell>
              <TableCell align="right">
                <Money {...amount} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableScroll>
  );
};

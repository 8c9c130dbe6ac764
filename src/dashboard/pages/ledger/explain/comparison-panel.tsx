import { Link, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import type { ReactNode } from "react";
import type { WireExplanation } from "../../../../contract/explanation.ts";
import { href } from "../../../routing/route.ts";
import { EmptyState } from "../../../shared/empty-state.tsx";
import { Money } from "../../../shared/money.tsx";
import { Panel } from "../../../shared/panel.tsx";
import { TableScroll } from "../../../shared/table-scroll.tsx";
import { RowText } from "../account/row-text.tsx";
import { Day } from "../day.tsx";
import { ShortId } from "../short-id.tsx";

/** What the payment asks for beside what the ledger has, row by row. */
export const ComparisonPanel = ({ explanation }: { readonly explanation: WireExplanation }): ReactNode => {
  const pairs = pairsOf(explanation);
  return (
    <Panel title="In the ledger" hint="What the payment asks for, and what is there." flush>
      {pairs.length === 0 ? (
        <EmptyState title="No row">The payment asks for none, and there is none.</EmptyState>
      ) : (
        <TableScroll label="In the ledger">
          <Table sx={{ minWidth: 680 }}>
            <TableHead>
              <TableRow>
                <TableCell>Row</TableCell>
                <TableCell>Account</TableCell>
                <TableCell>Date</TableCell>
                <TableCell align="right">Should be</TableCell>
                <TableCell align="right">Is</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {pairs.map((pair) => (
                <Pair key={pair.id} {...pair} />
              ))}
            </TableBody>
          </Table>
        </TableScroll>
      )}
    </Panel>
  );
};

type Wanted = WireExplanation["projection"]["rows"][number];
type Present = WireExplanation["rows"][number];
type PairProps = { readonly id: string; readonly wanted: Wanted | null; readonly present: Present | null };

const pairsOf = ({ projection, rows }: WireExplanation): readonly PairProps[] => {
  const ids = new Set([...projection.rows, ...rows].map(({ id }) => id));
  return [...ids].map((id) => ({
    id,
    wanted: projection.rows.find((row) => row.id === id) ?? null,
    present: rows.find((row) => row.id === id) ?? null,
  }));
};

const Pair = ({ id, wanted, present }: PairProps): ReactNode => {
  const either = wanted ?? present;
  const isPosted = present?.status === "posted";
  return (
    <TableRow>
      <TableCell title={id}>
        {present === null ? <code>{id.slice(id.lastIndexOf("/") + 1)}</code> : <RowText row={present} />}
      </TableCell>
      <TableCell>{either !== null && <AccountLink propertyId={either.propertyId} />}</TableCell>
      <TableCell>{either !== null && <Day at={either.occurredAt} />}</TableCell>
      <TableCell align="right">{wanted === null ? "nothing" : <Signed {...wanted} />}</TableCell>
      <TableCell align="right">{present !== null && isPosted ? <Signed {...present} /> : "nothing"}</TableCell>
    </TableRow>
  );
};

const Signed = ({ amount, direction }: Pick<Wanted, "amount" | "direction">): ReactNode => (
  <Money amount={direction === 1 ? amount.amount : `-${amount.amount}`} currency={amount.currency} />
);

const AccountLink = ({ propertyId }: { readonly propertyId: string }): ReactNode => (
  <Link href={href("ledger", [propertyId])} underline="hover">
    <ShortId id={propertyId} />
  </Link>
);

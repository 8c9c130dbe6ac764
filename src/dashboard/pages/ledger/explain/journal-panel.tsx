import { Link, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import type { ReactNode } from "react";
import type { WireExplainedLine } from "../../../../contract/explanation.ts";
import { usePageExists } from "../../../routing/known-pages.ts";
import { href } from "../../../routing/route.ts";
import { Money } from "../../../shared/money.tsx";
import { Panel } from "../../../shared/panel.tsx";
import { TableScroll } from "../../../shared/table-scroll.tsx";
import { Time } from "../../../shared/time.tsx";
import { sentence } from "../../../shared/words.ts";

/** Everything that ever happened to the rows, newest first. */
export const JournalPanel = ({ lines }: { readonly lines: readonly WireExplainedLine[] }): ReactNode => (
  <Panel title="Journal" hint="What happened to the row, newest first. Lines are never changed or removed." flush>
    <TableScroll label="Journal">
      <Table sx={{ minWidth: 680 }}>
        <TableHead>
          <TableRow>
            <TableCell>Line</TableCell>
            <TableCell>When</TableCell>
            <TableCell>What</TableCell>
            <TableCell align="right">Before</TableCell>
            <TableCell align="right">After</TableCell>
            <TableCell>By</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map((line) => (
            <TableRow key={line.seq}>
              <TableCell>{line.seq}</TableCell>
              <TableCell>
                <Time at={line.at} />
              </TableCell>
              <TableCell>{whatOf(line)}</TableCell>
              <TableCell align="right">{line.before === null ? "–" : <State state={line.before} />}</TableCell>
              <TableCell align="right">
                <State state={line.after} />
              </TableCell>
              <TableCell>
                <CauseText cause={line.cause} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableScroll>
  </Panel>
);

/** `Amended: amount, description`. A first line names every field: nothing to tell. */
const whatOf = ({ change, fields }: WireExplainedLine): string =>
  change === "amended"
    ? `Amended: ${fields.map((field) => fieldWords[field] ?? sentence(field)).join(", ")}`
    : sentence(change);

const fieldWords: Readonly<Record<string, string>> = {
  amountMinor: "amount",
  propertyId: "account",
  occurredAt: "date",
  referenceNumber: "reference",
  paymentMethod: "method of payment",
  processedBy: "processed by",
  companyId: "company",
  recipientType: "recipient",
  amountSource: "unrounded amount",
  currency: "currency",
  description: "description",
  category: "category",
  notes: "notes",
};

type StateProps = { readonly state: WireExplainedLine["after"] };

const State = ({ state: { amount, status } }: StateProps): ReactNode => (
  <>
    {status === "void" && "void "}
    {amount === null ? status !== "void" && "–" : <Money {...amount} />}
  </>
);

/** `stream`, `run ID` or `actor NAME`. */
const CauseText = ({ cause }: { readonly cause: string }): ReactNode => {
  const hasRuns = usePageExists("runs");
  const [kind, ...rest] = cause.split(" ");
  const name = rest.join(" ");
  if (kind === "stream") return "real-time sync";
  if (kind !== "run") return name;
  if (!hasRuns) return <span title={name}>a run</span>;
  return (
    <Link href={href("runs", [name])} underline="hover" title={name}>
      a run
    </Link>
  );
};

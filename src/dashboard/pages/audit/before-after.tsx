import { Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireAuditLine } from "../../../contract/audit.ts";
import { Panel } from "../../shared/panel.tsx";
import { TableScroll } from "../../shared/table-scroll.tsx";

type Props = Pick<WireAuditLine, "before" | "after">;

/** What an act changed, field by field; what it left as it was is paler. */
export const BeforeAfter = ({ before, after }: Props): ReactNode => {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return null;
  return (
    <Panel title="Before → after" flush>
      <TableScroll label="Before and after">
        <Table>
          <TableHead>
            <TableRow>
              <TableCell>Field</TableCell>
              <TableCell>Before</TableCell>
              <TableCell>After</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {names.map((name) => (
              <Field key={name} name={name} before={textOf(before, name)} after={textOf(after, name)} />
            ))}
          </TableBody>
        </Table>
      </TableScroll>
    </Panel>
  );
};

type FieldProps = { readonly name: string; readonly before: string; readonly after: string };

const Field = ({ name, before, after }: FieldProps): ReactNode => {
  const isChanged = before !== after;
  const tone = isChanged ? {} : ({ color: "textSecondary" } as const);
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        <code>{name}</code>
      </TableCell>
      <TableCell sx={{ overflowWrap: "anywhere" }}>
        <Typography color="textSecondary">{before}</Typography>
      </TableCell>
      <TableCell sx={{ overflowWrap: "anywhere" }}>
        <Typography {...tone} sx={{ fontWeight: isChanged ? 600 : 400 }}>
          {after}
        </Typography>
      </TableCell>
    </TableRow>
  );
};

const textOf = (facts: WireAuditLine["before"], name: string): string => {
  const value = facts?.[name];
  if (value === undefined || value === null) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

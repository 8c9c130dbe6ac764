import { Box, Link, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireCheck } from "../../../contract/check.ts";
import { href } from "../../routing/route.ts";
import { count } from "../../shared/format.ts";
import { TableScroll } from "../../shared/table-scroll.tsx";
import { type Rule, ruleWords } from "./rule-words.ts";
import { SeverityMark } from "./severity-mark.tsx";

type Props = {
  readonly check: Pick<WireCheck, "id" | "inconsistencies">;
  /** The rule whose findings are shown beside it. */
  readonly current: Rule | null;
};

/** What a check has found, by rule, worst first; each leads to its findings. */
export const RuleSummary = ({ check: { id, inconsistencies }, current }: Props): ReactNode => (
  <TableScroll label="Findings by rule">
    <Table>
      <TableHead>
        <TableRow>
          <TableCell align="right" sx={{ width: { xs: 40, sm: 90 } }}>
            Findings
          </TableCell>
          <TableCell sx={{ width: 110 }}>Severity</TableCell>
          <TableCell sx={{ width: { sm: "42%" } }}>What was found</TableCell>
          <TableCell sx={whereWide}>Repair</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {inconsistencies.map(({ type, severity, count: found }) => (
          <TableRow key={type} hover selected={type === current}>
            <TableCell align="right" sx={{ verticalAlign: "top", fontWeight: 600 }}>
              {count(found)}
            </TableCell>
            <TableCell sx={{ verticalAlign: "top" }}>
              <SeverityMark severity={severity} />
            </TableCell>
            <TableCell sx={{ verticalAlign: "top" }}>
              <Link
                href={href("consistency", ["checks", id], { rule: type === current ? null : type })}
                aria-current={type === current ? "true" : undefined}
                underline="hover"
                sx={{ fontWeight: 600 }}
              >
                {ruleWords[type].title}
              </Link>
              <Typography variant="body2" color="textSecondary">
                {ruleWords[type].meaning}
              </Typography>
              <Typography variant="body2" sx={{ display: { sm: "none" } }}>
                <Remedy rule={type} />
              </Typography>
            </TableCell>
            <TableCell sx={{ ...whereWide, verticalAlign: "top" }}>
              <Remedy rule={type} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  </TableScroll>
);

/** On a narrow screen it stands below what was found. */
const whereWide = { display: { xs: "none", sm: "table-cell" } } as const;

const Remedy = ({ rule }: { readonly rule: Rule }): ReactNode => {
  const { byHand } = ruleWords[rule];
  if (byHand === null) return "By a fix plan";
  return (
    <Box component="span">
      By hand.{" "}
      <Box component="span" sx={{ color: "text.secondary" }}>
        {byHand}
      </Box>
    </Box>
  );
};

import { Stack, Typography } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireCheck } from "../../../contract/check.ts";
import type { WireFinding } from "../../../contract/finding.ts";
import { useTRPC } from "../../api/trpc.ts";
import { pathWith } from "../../shared/download.ts";
import { DownloadButton } from "../../shared/download-button.tsx";
import { EmptyState } from "../../shared/empty-state.tsx";
import { FilterSelect } from "../../shared/filter-select.tsx";
import type { Column } from "../../shared/list/column.ts";
import { listOptions, pageSize } from "../../shared/list/list-query.ts";
import { PagedTable } from "../../shared/list/paged-table.tsx";
import { Panel } from "../../shared/panel.tsx";
import { NamedAccounts } from "./account-name.tsx";
import { fieldWords } from "./field-words.ts";
import { FindingSubject } from "./finding-subject.tsx";
import { fixWords } from "./fix-words.ts";
import { byHandReason, type Rule, ruleTitles, ruleWords } from "./rule-words.ts";
import { SeverityMark } from "./severity-mark.tsx";
import { ValueText } from "./value-text.tsx";

type Props = { readonly check: WireCheck; readonly rule: Rule | null };

/** Each difference: what should be, what is. */
export const FindingsPanel = ({ check: { id, state, findings, inconsistencies }, rule }: Props): ReactNode => {
  const filter = rule === null ? {} : { rule };
  const query = useInfiniteQuery(
    useTRPC().findings.infiniteQueryOptions({ id, ...filter, limit: pageSize }, listOptions),
  );
  const csv = {
    path: pathWith(`/api/sync/consistency/checks/${encodeURIComponent(id)}/findings`, filter),
    name: `findings-${id}${rule === null ? "" : `-${rule}`}.csv`,
  };
  return (
    <Panel
      title="Findings"
      flush
      action={
        findings > 0 && (
          <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
            <FilterSelect
              name="rule"
              label="What was found"
              values={inconsistencies.map(({ type }) => type)}
              words={ruleTitles}
            />
            <DownloadButton operation="findings" file={csv}>
              Save as CSV
            </DownloadButton>
          </Stack>
        )
      }
    >
      <NamedAccounts length={findings}>
        <PagedTable
          label="Findings"
          query={query}
          columns={columns}
          rowKey={({ number }) => String(number)}
          minWidth={940}
          empty={
            <EmptyState title={state === "running" ? "Nothing so far" : "Nothing to show"}>
              {findings === 0
                ? "Everything that was looked at is as it must be."
                : "This check has found nothing of this kind."}
            </EmptyState>
          }
        />
      </NamedAccounts>
    </Panel>
  );
};

const columns: readonly Column<WireFinding>[] = [
  {
    id: "rule",
    title: "What was found",
    cell: ({ rule, severity }) => (
      <Stack sx={{ lineHeight: "24px" }}>
        <span>{ruleWords[rule].title}</span>
        <Typography component="span" variant="body2" color="textSecondary">
          <SeverityMark severity={severity} />
        </Typography>
      </Stack>
    ),
  },
  { id: "subject", title: "Where", cell: (finding) => <FindingSubject finding={finding} /> },
  { id: "field", title: "Field", cell: ({ field }) => fieldWords(field) || "–" },
  {
    id: "expected",
    title: "Should be",
    align: "right",
    cell: ({ field, expected }) => <ValueText field={field} text={expected} />,
  },
  {
    id: "found",
    title: "Is",
    align: "right",
    cell: ({ field, found }) => <ValueText field={field} text={found} />,
  },
  { id: "fix", title: "Repair", cell: (finding) => <Repair finding={finding} /> },
];

const Repair = ({ finding }: { readonly finding: WireFinding }): ReactNode =>
  finding.fix === null ? (
    <Typography component="span" variant="body2" color="textSecondary" title={byHandReason(finding) ?? ""}>
      By hand
    </Typography>
  ) : (
    fixWords[finding.fix]
  );

import { Box, Link, Skeleton, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireFailureGroup } from "../../../contract/failure.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { count, countOf } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { Time } from "../../shared/time.tsx";
import { codeWords, fieldName } from "./failure-words.ts";

/** What fails, by reason: how many, where, and what to do about them. Nothing where nothing fails. */
export const FailureGroups = (): ReactNode => {
  const groups = useQuery(useTRPC().failureGroups.queryOptions());
  return (
    <QueryView query={groups} loading={<Skeleton variant="rounded" height={132} />}>
      {(found) =>
        found.length === 0 ? null : (
          <Panel title="By reason" hint={`${countOf(totalOf(found), "document")} not resolved.`} flush>
            <Stack component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
              {found.map((group) => (
                <Group key={`${group.code} ${group.collection}`} group={group} />
              ))}
            </Stack>
          </Panel>
        )
      }
    </QueryView>
  );
};

const totalOf = (groups: readonly WireFailureGroup[]): number => groups.reduce((sum, group) => sum + group.count, 0);

const Group = ({ group }: { readonly group: WireFailureGroup }): ReactNode => {
  const { code, collection, fields, lastSeenAt } = group;
  const { title, remedy } = codeWords[code];
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        columnGap: 2,
        gridTemplateColumns: { xs: "56px minmax(0, 1fr)", sm: "56px minmax(0, 1fr) max-content" },
        px: 2,
        py: 1,
        borderTop: 1,
        borderColor: "divider",
      }}
    >
      <Typography variant="h6" component="span" sx={{ textAlign: "right" }}>
        {count(group.count)}
      </Typography>
      <Box sx={{ minWidth: 0 }}>
        <Typography>
          <Link href={href("failures", [], { collection, code })} underline="hover" sx={{ fontWeight: 600 }}>
            {title}
          </Link>
          <Box component="span" sx={{ color: "text.secondary" }}>
            {" "}
            in {collection}: <code>{fields.map(fieldName).join(", ")}</code>
          </Box>
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {remedy}
        </Typography>
      </Box>
      <Typography variant="body2" color="textSecondary" sx={{ gridColumn: { xs: 2, sm: "auto" } }}>
        last seen <Time at={lastSeenAt} />
      </Typography>
    </Box>
  );
};

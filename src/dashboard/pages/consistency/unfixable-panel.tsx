import { Box, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { count } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { ruleWords } from "./rule-words.ts";

/** What the check has found and no plan mends: left to a person, and why. */
export const UnfixablePanel = ({ checkId }: { readonly checkId: string }): ReactNode => {
  const { data: check } = useQuery(useTRPC().check.queryOptions({ id: checkId }));
  const left = (check?.inconsistencies ?? []).flatMap(({ type, count: found }) => {
    const { title, byHand } = ruleWords[type];
    return byHand === null ? [] : { type, title, byHand, found };
  });
  if (left.length === 0) return null;
  return (
    <Panel title="Not in this plan" hint="Found by the check, and not for the service to decide.">
      <Stack component="ul" spacing={1} sx={{ m: 0, p: 0, listStyle: "none" }}>
        {left.map(({ type, title, byHand, found }) => (
          <Stack component="li" key={type}>
            <Box sx={{ fontWeight: 600 }}>
              {title} · {count(found)}
            </Box>
            <Typography color="textSecondary">{byHand}</Typography>
          </Stack>
        ))}
      </Stack>
    </Panel>
  );
};

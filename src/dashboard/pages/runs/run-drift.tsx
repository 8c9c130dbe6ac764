import { Box, Link } from "@mui/material";
import type { ReactNode } from "react";
import { usePageExists } from "../../routing/known-pages.ts";
import { href } from "../../routing/route.ts";
import { Panel } from "../../shared/panel.tsx";

/** The documents of which nobody had told, and which this run has put right. `payments/<id>` each. */
export const RunDrift = ({ keys }: { readonly keys: readonly string[] }): ReactNode => {
  const canExplain = usePageExists("ledger");
  if (keys.length === 0) return null;
  return (
    <Panel
      title="Drift"
      hint="Corrected here although no change had told of it; at most the newest 100. Often it means that somebody has written to the ledger's database by hand."
    >
      <Box component="ul" sx={{ m: 0, pl: 2.5, columns: { xs: 1, sm: 2, md: 3 }, overflowWrap: "anywhere" }}>
        {keys.map((key) => (
          <li key={key}>{canExplain ? <Link href={explainHref(key)}>{key}</Link> : key}</li>
        ))}
      </Box>
    </Panel>
  );
};

const explainHref = (key: string): string => {
  const at = key.indexOf("/");
  return href("ledger", ["explain", key.slice(0, at), key.slice(at + 1)]);
};

import { Link, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";

type Props = {
  readonly title: ReactNode;
  /** Where this came from: `{to: href("runs"), label: "Runs"}`. */
  readonly up?: { readonly to: string; readonly label: string };
  /** To the right of the title. */
  readonly action?: ReactNode;
};

/** The title of a page, with the way back and what can be done here. */
export const PageHead = ({ title, up, action }: Props): ReactNode => (
  <Stack direction="row" sx={{ alignItems: "center", flexWrap: "wrap", gap: 1 }}>
    <Stack sx={{ flexGrow: 1, minWidth: 0 }}>
      {up !== undefined && (
        <Link href={up.to} variant="body2" underline="hover">
          ← {up.label}
        </Link>
      )}
      <Typography component="h1" variant="h5" sx={{ overflowWrap: "anywhere" }}>
        {title}
      </Typography>
    </Stack>
    {action}
  </Stack>
);

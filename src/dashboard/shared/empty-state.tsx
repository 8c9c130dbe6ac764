import { Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";

type Props = {
  readonly title: string;
  /** Why there is nothing, and what would bring something here. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
};

/** Nothing is here: says why, and what to do. */
export const EmptyState = ({ title, children, action }: Props): ReactNode => (
  <Stack spacing={1} sx={{ alignItems: "center", textAlign: "center", px: 2, py: 5 }}>
    <Typography variant="subtitle1" component="p">
      {title}
    </Typography>
    <Typography color="textSecondary" sx={{ maxWidth: 480 }}>
      {children}
    </Typography>
    {action}
  </Stack>
);

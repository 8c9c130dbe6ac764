import { Paper, Stack, Typography } from "@mui/material";
import { type ReactNode, useId } from "react";

type Props = {
  readonly title: string;
  /** What the panel shows, where the title does not say it. */
  readonly hint?: ReactNode;
  /** To the right of the title. */
  readonly action?: ReactNode;
  /** The content goes from edge to edge, as a table does. */
  readonly flush?: boolean;
  readonly children: ReactNode;
};

/** A titled part of a page. */
export const Panel = ({ title, hint, action, flush = false, children }: Props): ReactNode => {
  const id = useId();
  return (
    <Paper component="section" variant="outlined" aria-labelledby={id} sx={{ minWidth: 0 }}>
      <Stack
        direction="row"
        sx={{ alignItems: "center", flexWrap: "wrap", gap: 1, px: 2, pt: 1.5, pb: flush ? 1 : 0.5 }}
      >
        <Stack sx={{ flexGrow: 1, minWidth: 0 }}>
          <Typography id={id} component="h2" variant="subtitle1">
            {title}
          </Typography>
          {hint !== undefined && (
            <Typography variant="body2" color="textSecondary">
              {hint}
            </Typography>
          )}
        </Stack>
        {action}
      </Stack>
      <Stack sx={flush ? {} : { px: 2, pb: 2, pt: 1 }}>{children}</Stack>
    </Paper>
  );
};

import { Box, Dialog, DialogContent, DialogTitle, FormControlLabel, Stack, Switch, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { pages } from "../pages/pages.ts";
import type { Shortcuts } from "./use-shortcuts.ts";

type Props = { readonly shortcuts: Shortcuts; readonly onClose: () => void };

export const HelpDialog = ({ shortcuts: { isOn, setOn }, onClose }: Props): ReactNode => (
  <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="help-title">
    <DialogTitle id="help-title">Keyboard</DialogTitle>
    <DialogContent>
      <Box component="dl" sx={{ display: "grid", gridTemplateColumns: "auto 1fr", gap: 1, columnGap: 3, m: 0 }}>
        {pages.map(({ key, title }) => (
          <Line key={key} keys={["g", key]} meaning={title} />
        ))}
        <Line keys={["/"]} meaning="Filter this page" />
        <Line keys={["?"]} meaning="This help" />
        <Line keys={["Esc"]} meaning="Close what is open" />
      </Box>
      <Stack sx={{ mt: 2 }}>
        <FormControlLabel
          control={<Switch checked={isOn} onChange={(_event, checked) => setOn(checked)} />}
          label="Shortcuts of single keys"
        />
        <Typography variant="body2" color="textSecondary">
          Switch them off if they get in the way of a screen reader or of voice control. Times show both zones on hover.
        </Typography>
      </Stack>
    </DialogContent>
  </Dialog>
);

const Line = ({ keys, meaning }: { readonly keys: readonly string[]; readonly meaning: string }): ReactNode => (
  <>
    <Box component="dt" sx={{ display: "flex", gap: 0.5 }}>
      {keys.map((key) => (
        <Box
          component="kbd"
          key={key}
          sx={{
            border: 1,
            borderColor: "divider",
            borderRadius: 1,
            px: 0.75,
            minWidth: 24,
            textAlign: "center",
            fontSize: 13,
          }}
        >
          {key}
        </Box>
      ))}
    </Box>
    <Box component="dd" sx={{ m: 0 }}>
      {meaning}
    </Box>
  </>
);

import { Box, IconButton, Menu, MenuItem, Stack, Tooltip, Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import { LiveChip } from "../live/live-chip.tsx";
import { useSession } from "../session/session.tsx";
import { ClockIcon, HelpIcon, PersonIcon, SyncIcon } from "../shared/icons.tsx";
import { type TimeMode, timeModes, useTimeSetting } from "../shared/time.tsx";
import { Nav } from "./nav.tsx";
import { VerdictWord } from "./verdict-word.tsx";

type Props = { readonly page: string; readonly onHelp: () => void };

export const Header = ({ page, onHelp }: Props): ReactNode => (
  <Box
    component="header"
    sx={{
      bgcolor: "background.paper",
      borderBottom: 1,
      borderColor: "divider",
      position: "sticky",
      top: 0,
      zIndex: "appBar",
    }}
  >
    <Stack
      direction="row"
      sx={{ alignItems: "center", gap: { xs: 1, sm: 1.5 }, px: { xs: 1.5, sm: 3 }, pt: 1, minHeight: 48 }}
    >
      <SyncIcon color="primary" aria-hidden />
      <Typography component="span" sx={{ fontWeight: 700, display: { xs: "none", sm: "inline" } }}>
        ledgersync
      </Typography>
      <VerdictWord />
      <Box sx={{ flexGrow: 1 }} />
      <LiveChip />
      <TimeMenu />
      <Tooltip title="Keyboard (?)">
        <IconButton size="small" aria-label="Keyboard help" onClick={onHelp}>
          <HelpIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      <CallerMenu />
    </Stack>
    <Nav current={page} />
  </Box>
);

const timeLabels: Readonly<Record<TimeMode, string>> = {
  relative: "Relative (3 min ago)",
  local: "Local time",
  utc: "UTC",
};

const TimeMenu = (): ReactNode => {
  const { mode, setMode } = useTimeSetting();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const choose = (next: TimeMode): void => {
    setMode(next);
    setAnchor(null);
  };
  return (
    <>
      <Tooltip title="How times are told">
        <IconButton
          size="small"
          aria-label="How times are told"
          aria-haspopup="menu"
          onClick={({ currentTarget }) => setAnchor(currentTarget)}
        >
          <ClockIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {timeModes.map((each) => (
          <MenuItem key={each} selected={each === mode} onClick={() => choose(each)}>
            {timeLabels[each]}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};

const CallerMenu = (): ReactNode => {
  const { me, signIn } = useSession();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (me === null) return <Box sx={{ width: 30 }} />;
  const roles = me.roles.join(", ");
  return (
    <>
      <Tooltip title={`${me.actor} (${roles})`}>
        <IconButton
          size="small"
          aria-label={`Signed in as ${me.actor}`}
          aria-haspopup="menu"
          onClick={({ currentTarget }) => setAnchor(currentTarget)}
        >
          <PersonIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <Stack component="li" sx={{ px: 2, py: 1, maxWidth: 280 }}>
          <Typography variant="subtitle2">{me.actor}</Typography>
          <Typography variant="body2" color="textSecondary">
            {roles}
            {me.companyId !== null && `, of company ${me.companyId} only`}
          </Typography>
        </Stack>
        {signIn?.hasToken === true && <MenuItem onClick={signIn.signOut}>Sign out</MenuItem>}
      </Menu>
    </>
  );
};

import { Box, IconButton, Stack, Tooltip, Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import { useSession } from "../session/session.tsx";
import { type ApiCall, curlOf } from "./curl.ts";
import { CopyIcon } from "./icons.tsx";

/** The same act as a command, to copy. */
export const CurlBox = ({ call }: { readonly call: ApiCall }): ReactNode => {
  const { apiOrigin, signIn } = useSession();
  const [isCopied, setCopied] = useState(false);
  const text = curlOf(call, apiOrigin, signIn === null || signIn.hasToken);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Stack spacing={0.5}>
      <Typography variant="caption" color="textSecondary">
        The same from a terminal
      </Typography>
      <Stack direction="row" sx={{ alignItems: "flex-start", bgcolor: "action.hover", borderRadius: 1, p: 1 }}>
        <Box
          component="pre"
          // It scrolls, so it must be reachable.
          tabIndex={0}
          sx={{ m: 0, flexGrow: 1, overflowX: "auto", fontSize: 12, lineHeight: 1.6 }}
        >
          {text}
        </Box>
        <Tooltip title={isCopied ? "Copied" : "Copy"}>
          <IconButton size="small" aria-label="Copy the command" onClick={() => void copy()}>
            <CopyIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      </Stack>
    </Stack>
  );
};

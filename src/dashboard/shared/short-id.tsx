import { Box, IconButton, Tooltip } from "@mui/material";
import { type ReactNode, useState } from "react";
import { CopyIcon } from "./icons.tsx";

type Props = {
  readonly id: string;
  /** What it is, for the button's name: `run id`. */
  readonly label: string;
};

/** Of a longer id the first ones are shown. */
const shownMax = 13;

/** An id to be recognised by its beginning, whole on hover and when it is copied. */
export const ShortId = ({ id, label }: Props): ReactNode => {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(id);
    setCopied(true);
  };
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.25 }}>
      <Box component="code" title={id}>
        {id.length > shownMax ? `${id.slice(0, shownMax)}…` : id}
      </Box>
      <Tooltip title={isCopied ? "Copied" : "Copy"}>
        <IconButton
          size="small"
          aria-label={`Copy the ${label}`}
          onClick={() => void copy()}
          // The line is no higher for it.
          sx={{ my: -0.5 }}
        >
          <CopyIcon sx={{ fontSize: 14 }} />
        </IconButton>
      </Tooltip>
    </Box>
  );
};

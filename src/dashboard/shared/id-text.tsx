import { Box, IconButton, Tooltip } from "@mui/material";
import { type ReactNode, useState } from "react";
import { shortened } from "./format.ts";
import { CopyIcon } from "./icons.tsx";

type Props = {
  readonly id: string;
  /** What it names, for the button that copies it: `document id`. Without it there is none. */
  readonly copyAs?: string;
};

/** A long id by its beginning and end; the whole of it on hover. */
export const IdText = ({ id, copyAs }: Props): ReactNode => (
  <Box component="span" sx={{ whiteSpace: "nowrap" }}>
    <Box component="span" title={id} sx={{ fontFamily: "monospace", fontSize: "0.95em" }}>
      {shortened(id)}
    </Box>
    {copyAs !== undefined && <CopyButton text={id} what={copyAs} />}
  </Box>
);

const CopyButton = ({ text, what }: { readonly text: string; readonly what: string }): ReactNode => {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Tooltip title={isCopied ? "Copied" : `Copy the ${what}`}>
      <IconButton size="small" aria-label={`Copy the ${what}`} sx={{ p: 0.5, my: -0.5 }} onClick={() => void copy()}>
        <CopyIcon sx={{ fontSize: 15 }} />
      </IconButton>
    </Tooltip>
  );
};

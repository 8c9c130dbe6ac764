import { Box } from "@mui/material";
import type { ReactNode } from "react";

/** Characters of an id that tell it apart: an ObjectId begins with its time and ends with its counter. */
const shownMax = 10;

/** `~sbuilding 7` is the text `building 7`; others say their type. */
const readable = (id: string): string => (id.startsWith("~s") ? id.slice(2) : id);

/** `…c0ffee9a1b` */
export const shortId = (id: string): string => {
  const text = readable(id);
  return text.length <= shownMax + 2 ? text : `…${text.slice(-shownMax)}`;
};

/** The end of an id, the whole on hover. */
export const ShortId = ({ id }: { readonly id: string }): ReactNode => (
  <Box component="span" title={readable(id)} sx={{ fontFamily: "monospace", fontSize: "0.92em", whiteSpace: "nowrap" }}>
    {shortId(id)}
  </Box>
);

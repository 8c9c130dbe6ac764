import { Box } from "@mui/material";
import type { ReactNode } from "react";

/** Enough of an ObjectId to tell it from its neighbours: its end is what differs. Unit: characters. */
const endShown = 6;
const longIdMin = 20;

/** The end of a long id; the whole of it on hover. */
export const ShortId = ({ id }: { readonly id: string }): ReactNode => (
  <Box component="span" title={id} sx={{ fontFamily: "monospace", whiteSpace: "nowrap" }}>
    {id.length < longIdMin ? id : `…${id.slice(-endShown)}`}
  </Box>
);

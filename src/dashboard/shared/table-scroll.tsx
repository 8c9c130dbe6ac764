import { TableContainer } from "@mui/material";
import type { ReactNode } from "react";

type Props = { readonly label: string; readonly children: ReactNode };

/** A table that scrolls sideways where the screen is narrow; the keyboard can do so too. */
export const TableScroll = ({ label, children }: Props): ReactNode => (
  <TableContainer role="region" aria-label={`${label}, table`} tabIndex={0}>
    {children}
  </TableContainer>
);

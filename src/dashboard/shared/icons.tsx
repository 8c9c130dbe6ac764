import { createSvgIcon } from "@mui/material";

const stroke = (d: string) => (
  <path d={d} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
);

export const HelpIcon = createSvgIcon(
  stroke("M9.2 9.2a3 3 0 1 1 4 2.9c-.8.4-1.2.9-1.2 1.9M12 17.5v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18"),
  "Help",
);
export const ClockIcon = createSvgIcon(stroke("M12 7v5l3.2 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18"), "Clock");
export const PersonIcon = createSvgIcon(
  stroke("M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c1-3.6 4-5.5 7.5-5.5s6.500 1.900 7.500 5.500"),
  "Person",
);
export const CopyIcon = createSvgIcon(stroke("M9 9h10v11H9zM15 9V4H5v11h4"), "Copy");
export const SyncIcon = createSvgIcon(stroke("M4 9h14m0 0-4-4m4 4-4 4M20 17H8m0 0 3-3m-3 3 3 3"), "Sync");
export const SearchIcon = createSvgIcon(stroke("m20 20-4.300-4.300M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14"), "Search");

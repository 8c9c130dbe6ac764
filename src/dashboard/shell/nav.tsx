import { Box, ButtonBase } from "@mui/material";
import type { ReactNode } from "react";
import { pages } from "../pages/pages.ts";
import { href } from "../routing/route.ts";

/** The pages, always in sight; on a narrow screen the row scrolls. */
export const Nav = ({ current }: { readonly current: string }): ReactNode => (
  <Box component="nav" aria-label="Pages" sx={{ display: "flex", overflowX: "auto", gap: 0.5, px: { xs: 1, sm: 2 } }}>
    {pages.map(({ id, title }) => (
      <ButtonBase
        key={id}
        href={href(id)}
        aria-current={id === current ? "page" : undefined}
        sx={{
          px: 1.25,
          py: 1,
          flexShrink: 0,
          fontSize: "0.875rem",
          fontWeight: 550,
          color: "text.secondary",
          borderBottom: 2,
          borderColor: "transparent",
          "&:hover, &:focus-visible": { color: "text.primary", bgcolor: "action.hover" },
          "&[aria-current=page]": { color: "text.primary", borderColor: "primary.main" },
        }}
      >
        {title}
      </ButtonBase>
    ))}
  </Box>
);

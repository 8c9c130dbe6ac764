import { createTheme, type Theme } from "@mui/material";

const light = {
  mode: "light",
  primary: { main: "#1f5f5b" },
  success: { main: "#1b7042" },
  warning: { main: "#8f5300" },
  error: { main: "#b3261e" },
  info: { main: "#1d5d8f" },
  background: { default: "#f6f7f6", paper: "#ffffff" },
  text: { primary: "#17211f", secondary: "#51605d" },
  divider: "rgba(23, 50, 46, 0.14)",
} as const;

const dark = {
  mode: "dark",
  primary: { main: "#7fd1c7" },
  success: { main: "#6fcf97" },
  warning: { main: "#f0b35f" },
  error: { main: "#ff8f85" },
  info: { main: "#86c5ff" },
  background: { default: "#0e1413", paper: "#151d1b" },
  text: { primary: "#e4ecea", secondary: "#a3b2ae" },
  divider: "rgba(200, 230, 225, 0.16)",
} as const;

const fonts = '"Inter", system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';

/** The dashboard's own look, where it is not part of another application: calm, dense, digits of one width. */
export const createStandaloneTheme = (isDark: boolean): Theme =>
  createTheme({
    palette: isDark ? dark : light,
    shape: { borderRadius: 8 },
    typography: {
      fontFamily: fonts,
      fontSize: 13.5,
      body1: { fontSize: "0.875rem" },
      body2: { fontSize: "0.8125rem" },
      h5: { fontSize: "1.25rem", fontWeight: 650 },
      h6: { fontSize: "1.05rem", fontWeight: 650 },
      subtitle1: { fontSize: "0.95rem", fontWeight: 650, lineHeight: 1.4 },
      subtitle2: { fontWeight: 600 },
      button: { textTransform: "none", fontWeight: 600 },
    },
    components: {
      MuiButton: { defaultProps: { disableElevation: true } },
      MuiTextField: { defaultProps: { size: "small" } },
      MuiTable: { defaultProps: { size: "small" } },
      MuiTableCell: { styleOverrides: { head: { fontWeight: 600 } } },
      MuiTooltip: { defaultProps: { arrow: true } },
    },
  });

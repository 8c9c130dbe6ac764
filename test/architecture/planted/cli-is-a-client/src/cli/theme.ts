import { theme } from "../dashboard/theme.ts"; // breaks

export const cliTheme = theme;

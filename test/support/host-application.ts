/** Another application, with a theme and a token of its own. */
export const host = `
import { createTheme, ThemeProvider } from "@mui/material";
import { createRoot } from "react-dom/client";
import { createLedgersyncClient } from "ledgersync/client";
import { createCsvFetch } from "ledgersync/csv";
import { DatabaseSyncDashboard, type DatabaseSyncDashboardProps } from "ledgersync/dashboard";

const service = { url: "https://ledgersync.example", token: () => Promise.resolve("a token") };
const client = createLedgersyncClient(service);
const theme = createTheme({ palette: { primary: { main: "#6a1b9a" } } });
const rest: Omit<DatabaseSyncDashboardProps, "client"> = { fetchCsv: createCsvFetch(service), theme };

createRoot(document.body).render(
  <ThemeProvider theme={theme}>
    <DatabaseSyncDashboard client={client} {...rest} />
  </ThemeProvider>,
);
`;

export const hostMistakes = `
import { createLedgersyncClient } from "ledgersync/client";
import { DatabaseSyncDashboard } from "ledgersync/dashboard";
const client = createLedgersyncClient({ url: "" });
// @ts-expect-error: no client
export const none = <DatabaseSyncDashboard />;
// @ts-expect-error: a theme that is none
export const theme = <DatabaseSyncDashboard client={client} theme="dark" />;
// @ts-expect-error: what it does not know
export const other = <DatabaseSyncDashboard client={client} colour="red" />;
`;

/** Every file of the component, loaded as a host's bundler finds it: whatever is not packed must be the host's own. */
export const loadedComponent = `
import { readdir } from "node:fs/promises";
const folder = new URL("./", import.meta.resolve("ledgersync/dashboard"));
const names = (await readdir(folder)).filter((name) => name.endsWith(".js"));
for (const name of names) await import(new URL(name, folder).href);
const { DatabaseSyncDashboard } = await import("ledgersync/dashboard");
console.log(names.length > 1, typeof DatabaseSyncDashboard);
`;

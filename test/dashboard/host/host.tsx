import { Button, CssBaseline, createTheme, ThemeProvider } from "@mui/material";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { DatabaseSyncDashboard } from "../../../src/dashboard/database-sync-dashboard.tsx";
import { createLedgersyncClient } from "../../../src/trpc/client/create-ledgersync-client.ts";

/** Another application: a theme of its own, and a token that it fetches itself. */
const theme = createTheme({ palette: { primary: { main: "#6a1b9a" } } });
const client = createLedgersyncClient({ url: "", token: () => Promise.resolve("token-of-operator") });

const Host = () => {
  const [isShown, setShown] = useState(true);
  return (
    <ThemeProvider theme={theme}>
      <CssBaseline />
      <Button onClick={() => setShown(!isShown)}>{isShown ? "Close the books" : "Open the books"}</Button>
      {isShown && <DatabaseSyncDashboard client={client} />}
    </ThemeProvider>
  );
};

const container = document.getElementById("host");
if (container !== null) createRoot(container).render(<Host />);

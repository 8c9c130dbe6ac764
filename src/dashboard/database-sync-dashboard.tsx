import { ThemeProvider } from "@mui/material";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { createQueryClient } from "./api/query-client.ts";
import { TRPCProvider } from "./api/trpc.ts";
import type { DatabaseSyncDashboardProps } from "./dashboard-props.ts";
import { LiveProvider } from "./live/live.tsx";
import { SessionProvider } from "./session/session.tsx";
import { SignInPage } from "./session/sign-in-page.tsx";
import { TimeProvider } from "./shared/time.tsx";
import { Shell } from "./shell/shell.tsx";

/** The whole dashboard. Its place is kept in the address's hash (`#/runs?state=failed`); nothing outlives its unmounting. */
export const DatabaseSyncDashboard = ({ theme, ...props }: DatabaseSyncDashboardProps): ReactNode =>
  theme === undefined ? (
    <Dashboard {...props} />
  ) : (
    <ThemeProvider theme={theme}>
      <Dashboard {...props} />
    </ThemeProvider>
  );

const Dashboard = ({
  client,
  signIn,
  fetchCsv,
  apiOrigin = window.location.origin,
  ownsPage = false,
}: Omit<DatabaseSyncDashboardProps, "theme">): ReactNode => {
  const [isKnown, setKnown] = useState(true);
  const [queries] = useState(() => createQueryClient(() => setKnown(false)));
  useEffect(() => () => queries.clear(), [queries]);
  if (!isKnown) return <SignInPage signIn={signIn ?? null} />;
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={client} queryClient={queries}>
        <SessionProvider signIn={signIn ?? null} apiOrigin={apiOrigin} fetchCsv={fetchCsv ?? null}>
          <TimeProvider>
            <LiveProvider>
              <Shell ownsPage={ownsPage} />
            </LiveProvider>
          </TimeProvider>
        </SessionProvider>
      </TRPCProvider>
    </QueryClientProvider>
  );
};

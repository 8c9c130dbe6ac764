import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { CsvFetch } from "../../trpc/client/create-csv-fetch.ts";
import { useTRPC } from "../api/trpc.ts";

/** How a caller proves who they are, where the dashboard itself asks for it. */
export type SignIn = {
  readonly hasToken: boolean;
  readonly signIn: (token: string) => void;
  readonly signOut: () => void;
};

export type Session = {
  /** Null until the service has said, and while it does not know the caller. */
  readonly me: { readonly actor: string; readonly roles: readonly string[]; readonly companyId: string | null } | null;
  readonly operations: ReadonlySet<string>;
  /** Null: the host of the component gives the client its token. */
  readonly signIn: SignIn | null;
  /** Where the service is reached, for commands that are shown: `https://sync.example.com`. */
  readonly apiOrigin: string;
  /** Null: the host of the component offers no files. */
  readonly fetchCsv: CsvFetch | null;
};

const SessionContext = createContext<Session | null>(null);

type Props = Pick<Session, "signIn" | "apiOrigin" | "fetchCsv"> & { readonly children: ReactNode };

export const SessionProvider = ({ signIn, apiOrigin, fetchCsv, children }: Props): ReactNode => {
  const { data } = useQuery(useTRPC().me.queryOptions());
  const session = useMemo(
    () => ({ me: data ?? null, operations: new Set(data?.operations ?? []), signIn, apiOrigin, fetchCsv }),
    [data, signIn, apiOrigin, fetchCsv],
  );
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
};

export const useSession = (): Session => {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession is used outside of SessionProvider");
  return session;
};

/** Why this caller may not do `operation` (a name of tRPC); null = they may. */
export const useRefusal = (operation: string): string | null => {
  const { me, operations } = useSession();
  if (me === null) return "The service has not said yet what you may do.";
  if (operations.has(operation)) return null;
  if (me.companyId !== null) return "Your access is bound to one company; this concerns all of them.";
  return me.roles.length === 0
    ? "You have no role here."
    : `Your role (${me.roles.join(", ")}) does not allow this. Ask an administrator.`;
};

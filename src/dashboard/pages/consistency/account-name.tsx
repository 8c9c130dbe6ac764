import { skipToken, useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { ShortId } from "./short-id.tsx";

/** A list so short names its accounts: each name is a question of its own. */
const namedMax = 100;

/** Whether the list around it is short enough for names. */
const NamesContext = createContext(false);

type ListProps = { readonly length: number; readonly children: ReactNode };

export const NamedAccounts = ({ length, children }: ListProps): ReactNode => (
  <NamesContext value={length <= namedMax}>{children}</NamesContext>
);

/** What an account is called, or the end of its id. */
export const AccountName = ({ id }: { readonly id: string }): ReactNode => {
  const isNamed = useContext(NamesContext);
  const { data } = useQuery(
    useTRPC().account.queryOptions(isNamed ? { propertyId: id } : skipToken, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const name = data?.propertyName ?? "";
  return name === "" ? (
    <>
      Account <ShortId id={id} />
    </>
  ) : (
    <span title={id}>{name}</span>
  );
};

import { createContext, useContext } from "react";

/** The pages there are: a page may only be told of, not imported, by another one. */
export const KnownPages = createContext<ReadonlySet<string>>(new Set());

/** Whether an address may lead there. */
export const usePageExists = (id: string): boolean => useContext(KnownPages).has(id);

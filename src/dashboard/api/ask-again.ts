import type { InvalidateOptions, Query, QueryClient } from "@tanstack/react-query";

/** A list of more pages than this is asked for again only when its viewer wants it: every page of it would be. */
const pagesAskedMax = 3;

const pagesOf = ({ state: { data } }: Query): number =>
  typeof data === "object" && data !== null && "pages" in data && Array.isArray(data.pages) ? data.pages.length : 1;

/** Marks answers as old, and asks for those again that are shown. */
export const askAgain = async (
  queries: QueryClient,
  isMeant: (query: Query) => boolean = () => true,
  options: InvalidateOptions = {},
): Promise<void> => {
  const isLong = (query: Query): boolean => pagesOf(query) > pagesAskedMax;
  await queries.invalidateQueries({ predicate: (query) => isMeant(query) && isLong(query), refetchType: "none" });
  await queries.invalidateQueries({ predicate: (query) => isMeant(query) && !isLong(query) }, options);
};

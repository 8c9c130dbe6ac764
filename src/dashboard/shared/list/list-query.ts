/** Rows of one request. */
export const pageSize = 100;

/** What every list has in common: `useInfiniteQuery(trpc.runs.infiniteQueryOptions({limit: pageSize}, listOptions))`. */
export const listOptions = {
  getNextPageParam: ({ page: { next } }: { readonly page: { readonly next: string | null } }): string | null => next,
  // It gets old by an event, never by time.
  staleTime: Number.POSITIVE_INFINITY,
} as const;

export type ListPage<Row> = { readonly items: readonly Row[] };

/** What such a query gives. */
export type ListQuery<Row> = {
  readonly data: { readonly pages: readonly ListPage<Row>[] } | undefined;
  readonly error: unknown;
  readonly hasNextPage: boolean;
  readonly isFetching: boolean;
  readonly isFetchNextPageError: boolean;
  /** It has changed since it was read. */
  readonly isStale: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
  readonly refetch: () => Promise<unknown>;
};

/** Names of the collections in the main database. */
export type SourceCollections = {
  readonly payments: string;
  readonly properties: string;
  /** Where owners live, in the order they are looked up. */
  readonly owners: readonly string[];
};

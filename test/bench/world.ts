import type { Db, MongoClient } from "mongodb";
import { type Books, createBooks } from "./source/books.ts";
import { storePortfolio } from "./source/portfolio.ts";

/** One measure's own pair of databases, and the books that say what the ledger must hold in the end. */
export type World = AsyncDisposable & {
  readonly main: Db;
  readonly accounting: Db;
  /** Connection strings that name the databases, as the user would configure them. */
  readonly mainUri: string;
  readonly accountingUri: string;
  readonly books: Books;
};

export type Server = { readonly client: MongoClient; readonly uri: string };

/** Properties and owners, no payments, no ledger. Dropped when it is disposed of. */
export const createWorld = async ({ client, uri }: Server, name: string, paymentsMax: number): Promise<World> => {
  const main = client.db(`bench-main-${name}`);
  const accounting = client.db(`bench-accounting-${name}`);
  await storePortfolio(main);
  return {
    main,
    accounting,
    mainUri: uriOf(uri, main),
    accountingUri: uriOf(uri, accounting),
    books: createBooks(paymentsMax),
    [Symbol.asyncDispose]: async () => {
      await main.dropDatabase();
      await accounting.dropDatabase();
    },
  };
};

const uriOf = (serverUri: string, db: Db): string => {
  const uri = new URL(serverUri);
  uri.pathname = `/${db.databaseName}`;
  return uri.href;
};

/** Has the server write to disk what earlier work left in memory, so that it does not do so while something is measured. */
export const settle = async ({ client }: Server): Promise<void> => {
  await client.db("admin").command({ fsync: 1 });
};

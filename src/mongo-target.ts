/** A database on a server. */
export type MongoTarget = { readonly uri: string; readonly databaseName: string };

/** scheme, credentials, hosts, database, options */
const uriParts = /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?@]+)(?:\/([^?]*))?(?:\?.*)?$/;

/** The server's own databases: nobody's payments are there, and nobody's books may be. */
const serverDatabases: ReadonlySet<string> = new Set(["admin", "config", "local"]);

/** https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions */
const databaseNamePattern = /^[^/\\. "$*<>:|?\0]{1,63}$/;

/** What is wrong with a connection string, without a word of it; null when nothing is. */
export const mongoUriProblem = (uri: string): string | null => {
  const name = databaseOf(uri);
  // A password's unescaped slash ends the host too early.
  if (!uriParts.test(uri) || name?.includes("@") === true) {
    return "must begin with mongodb:// or mongodb+srv:// and name a host (inside a password write @ as %40, : as %3A and / as %2F)";
  }
  if (name === null) return null;
  if (serverDatabases.has(name)) {
    return `names “${name}”, a database of the server itself; name yours, and where users are kept with ?authSource=${name}`;
  }
  return databaseNamePattern.test(name) ? null : "names a database that MongoDB does not allow";
};

/** The database a URI names; null when it leaves that open. */
export const databaseOf = (uri: string): string | null => {
  const name = uriParts.exec(uri)?.[2];
  return name === undefined || name === "" ? null : decoded(name);
};

/** A stray `%` stands for itself, and is then refused as part of a name. */
const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

/** As far as their words tell: one server may have several names. Names of databases differ by more than case on one server. */
export const sameDatabase = (a: MongoTarget, b: MongoTarget): boolean =>
  a.databaseName.toLowerCase() === b.databaseName.toLowerCase() &&
  hostsOf(a.uri).some((host) => hostsOf(b.uri).includes(host));

const hostsOf = (uri: string): readonly string[] =>
  (uriParts.exec(uri)?.[1] ?? "").toLowerCase().split(",").map(withPort);

const withPort = (host: string): string =>
  (/:\d+$/.test(host) ? host : `${host}:27017`).replace(/^(?:localhost|\[::1\]):/, "127.0.0.1:");

/** For people: which database, where; never who logs in. */
export const placeOf = ({ uri, databaseName }: MongoTarget): string =>
  `${databaseName} on ${uriParts.exec(uri)?.[1] ?? "an unknown host"}`;

/** A database on a server. */
export type MongoTarget = { readonly uri: string; readonly databaseName: string };

/** scheme, credentials, hosts, database, options */
const uriParts = /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?@]+)(?:\/([^?]*))?(?:\?.*)?$/;

export const isMongoUri = (uri: string): boolean => uriParts.test(uri);

/** The database a URI names; null when it leaves that open. */
export const databaseOf = (uri: string): string | null => {
  const name = uriParts.exec(uri)?.[2];
  return name === undefined || name === "" ? null : decodeURIComponent(name);
};

const hostsOf = (uri: string): string =>
  (uriParts.exec(uri)?.[1] ?? "").toLowerCase().split(",").map(withPort).sort().join(",");

const withPort = (host: string): string => (/:\d+$/.test(host) ? host : `${host}:27017`).replace(/^localhost:/, "127.0.0.1:");

export const sameDatabase = (a: MongoTarget, b: MongoTarget): boolean =>
  a.databaseName === b.databaseName && hostsOf(a.uri).split(",").some((host) => hostsOf(b.uri).split(",").includes(host));

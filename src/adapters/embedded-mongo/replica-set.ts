import { setTimeout as delay } from "node:timers/promises";
import { type Db, type Document, MongoClient, MongoNetworkError, MongoServerError } from "mongodb";

export const replicaSetName = "ledgersync";

const primaryTimeoutMs = 60_000;
const helloWaitMs = 1_000;
const configurationAttemptsMax = 200;
const configurationPollMs = 50;

export type ReplicaSetOptions = {
  readonly hosts: readonly string[];
  readonly uri: string;
  readonly signal?: AbortSignal | undefined;
};

/** Makes the running members one set, or takes their set of an earlier start up again, and returns when its primary takes writes. */
export const formReplicaSet = async ({ hosts, uri, signal }: ReplicaSetOptions): Promise<void> => {
  const first = new MongoClient(`mongodb://${hosts[0]}/?directConnection=true`);
  try {
    await configure(first.db("admin"), hosts, signal);
    await waitForPrimary(first.db("admin"), signal);
  } finally {
    await first.close();
  }
  if (hosts.length > 1) await waitForAll(uri, hosts.length);
};

const configure = async (admin: Db, hosts: readonly string[], signal: AbortSignal | undefined): Promise<void> => {
  for (let attempt = 1; attempt <= configurationAttemptsMax; attempt++) {
    try {
      const step = configurationStep(await storedConfiguration(admin), hosts);
      if (step.kind === "keep") return;
      await admin.command(step.command);
      return;
    } catch (error) {
      // The stored configuration was still being read, or the member has changed its state: ask for it again.
      if (!hasCode(error, alreadyInitialized) && !isHangUp(error)) throw error;
    }
    await delay(configurationPollMs, undefined, signal && { signal });
  }
  throw new Error(`The replica set ${replicaSetName} on ${hosts.join(", ")} did not tell its configuration`);
};

const notYetInitialized = 94;
const alreadyInitialized = 23;

type StoredConfiguration = { readonly members: readonly { readonly host: string }[] };

type ConfigurationStep =
  | { readonly kind: "keep" }
  | { readonly kind: "change"; readonly command: Readonly<Record<string, unknown>> };

/** The configuration holds host and port. Started on other ports, a member does not find itself in it and must be told by force. */
export const configurationStep = (
  stored: StoredConfiguration | undefined,
  hosts: readonly string[],
): ConfigurationStep => {
  const members = hosts.map((host, _id) => ({ _id, host }));
  if (stored === undefined)
    return { kind: "change", command: { replSetInitiate: { _id: replicaSetName, members, settings } } };
  const same = stored.members.length === hosts.length && stored.members.every(({ host }, i) => host === hosts[i]);
  if (same) return { kind: "keep" };
  return { kind: "change", command: { replSetReconfig: { ...stored, members }, force: true } };
};

/** Half the server's default: a killed primary is replaced soon, a busy machine does not lose its primary for being slow. */
const settings = { electionTimeoutMillis: 5_000 };

const storedConfiguration = async (admin: Db): Promise<StoredConfiguration | undefined> => {
  try {
    const { config } = await admin.command({ replSetGetConfig: 1 });
    return config;
  } catch (error) {
    if (hasCode(error, notYetInitialized)) return undefined;
    throw error;
  }
};

/** A member that changes its state closes its connections. */
const isHangUp = (error: unknown): boolean => error instanceof MongoNetworkError;

const hasCode = (error: unknown, code: number): boolean => error instanceof MongoServerError && error.code === code;

/** Lets the server speak when its state changes: the driver would look again after half a second only. */
const waitForPrimary = async (admin: Db, signal: AbortSignal | undefined): Promise<void> => {
  const deadline = performance.now() + primaryTimeoutMs;
  let sinceThen: Document = {};
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    const hello = await askForState(admin, sinceThen);
    const anotherIsPrimary = hello.primary !== undefined && hello.primary !== hello.me;
    if (hello.isWritablePrimary === true || anotherIsPrimary) return;
    sinceThen =
      hello.topologyVersion === undefined
        ? {}
        : { topologyVersion: hello.topologyVersion, maxAwaitTimeMS: helloWaitMs };
  }
  throw new Error(`The replica set ${replicaSetName} has elected no primary within ${primaryTimeoutMs / 1000} s`);
};

/** Nothing is known while the member hangs up. */
const askForState = async (admin: Db, sinceThen: Document): Promise<Document> => {
  try {
    // The version's counter must go back as the int64 that it is.
    return await admin.command({ hello: 1, ...sinceThen }, { promoteLongs: false });
  } catch (error) {
    if (!isHangUp(error)) throw error;
    await delay(configurationPollMs);
    return {};
  }
};

/** The note reaches every member before it is acknowledged, so that none is still copying its first data when tests begin. */
const waitForAll = async (uri: string, members: number): Promise<void> => {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: primaryTimeoutMs });
  try {
    await client.db("admin").command({
      appendOplogNote: 1,
      data: { msg: `${members} members ready` },
      writeConcern: { w: members, wtimeout: primaryTimeoutMs },
    });
  } finally {
    await client.close();
  }
};

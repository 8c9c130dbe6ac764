import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type MongodMember, startMember } from "./mongod-member.ts";
import type { Environment, Mongod } from "./mongod-search.ts";
import { formReplicaSet, replicaSetName } from "./replica-set.ts";
import { resolveMongod } from "./resolve-mongod.ts";

export type EmbeddedMongoOptions = {
  /** Where the data stays. Without it the data lives in a temporary directory and goes with `stop()`. */
  readonly directory?: string;
  /** The first member's port on 127.0.0.1, the others take those after it. Without it: any free ones, new at every start. */
  readonly port?: number;
  /** 1 by default; 0 starts a standalone server, which has neither change streams nor transactions. */
  readonly replicaSetMembers?: number;
  /** Further arguments of every mongod, for example `["--setParameter", "enableTestCommands=1"]`. */
  readonly mongodArguments?: readonly string[];
  /** Told of every step that may take more than a second. */
  readonly progress: (message: string) => void;
  /** `process.env`, or what stands for it. */
  readonly environment: Environment;
  readonly signal?: AbortSignal;
};

export type EmbeddedMongo = {
  /** A connection string without a database. */
  readonly uri: string;
  /** The path of the mongod that runs. */
  readonly binary: string;
  /** In the order of the members, for those who want to watch one or to kill it. */
  readonly processIds: readonly number[];
  /** Ends every member, in order where its data stays, and waits for that. Safe to repeat, and after a member was killed. */
  stop(): Promise<void>;
};

/** Starts a real MongoDB on 127.0.0.1 and returns when it takes writes. Data of an earlier start is taken up again, whatever the ports were. */
export const startEmbeddedMongo = async (options: EmbeddedMongoOptions): Promise<EmbeddedMongo> => {
  const mongod = await resolveMongod({
    ...options,
    host: { platform: process.platform, architecture: process.arch },
  });
  const temporary = options.directory === undefined;
  const directory = resolve(options.directory ?? (await mkdtemp(join(tmpdir(), "ledgersync-mongod-"))));
  const members: MongodMember[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(members.map((member) => member.stop()));
    if (temporary) await rm(directory, { recursive: true, force: true });
  };
  try {
    const uri = await startMembers(members, { ...options, mongod, directory, temporary });
    return { uri, binary: mongod.path, processIds: members.map((member) => member.processId), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

type StartOptions = EmbeddedMongoOptions & {
  readonly mongod: Mongod;
  readonly directory: string;
  readonly temporary: boolean;
};

/** Adds each member as soon as it runs, so that the caller can stop those of a start that failed half-way. */
const startMembers = async (members: MongodMember[], options: StartOptions): Promise<string> => {
  const replicaSetMembers = options.replicaSetMembers ?? 1;
  for (let index = 0; index < Math.max(1, replicaSetMembers); index++)
    members.push(
      await startMember({
        ...options,
        port: options.port === undefined ? undefined : options.port + index,
        directory: join(options.directory, `member-${index}`),
        disposable: options.temporary,
        replicaSet: replicaSetMembers > 0 ? replicaSetName : undefined,
      }),
    );
  const hosts = members.map((member) => member.host);
  if (replicaSetMembers === 0) return `mongodb://${hosts.join(",")}/?directConnection=true`;
  const uri = `mongodb://${hosts.join(",")}/?replicaSet=${replicaSetName}`;
  await formReplicaSet({ hosts, uri, signal: options.signal });
  return uri;
};

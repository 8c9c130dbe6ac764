import type { TestDatabases } from "./settled.ts";
import { storedCheckpoint } from "./settled.ts";

/** A change stream's token, with what the service keeps beside it. */
export type StoredToken = { readonly _data: string };

/**
 * Lets the stored position be that of a change to an owner just made, so that the server looks for exactly that change when
 * asked to go on behind it, and lets `change` have its way with it. For a service that is stopped.
 */
export const replaceToken = async (
  databases: TestDatabases,
  change: (token: StoredToken) => StoredToken | string,
): Promise<void> => {
  const stored = (await storedCheckpoint(databases.accounting))?.position;
  const { token, clusterTime } = await positionOfChange(databases);
  const changed = change({ ...JSON.parse(stored.token), ...token });
  const position = { token: typeof changed === "string" ? changed : JSON.stringify(changed), clusterTime };
  const state = databases.accounting.collection<{ readonly _id: string }>("sync_state");
  await state.updateOne({ _id: "checkpoint" }, { $set: { position, readFloor: clusterTime } });
};

const positionOfChange = async ({ client, main }: TestDatabases) => {
  const startAtOperationTime = await client.withSession(async (session) => {
    await main.collection("users").insertOne({}, { session });
    return session.operationTime;
  });
  if (startAtOperationTime === undefined) throw new Error("the server told no operation time");
  await using stream = main.watch([], { startAtOperationTime });
  const { _id, clusterTime } = await stream.next();
  // Safe: the driver does not say what a token is made of.
  return { token: _id as StoredToken, clusterTime };
};

import { inspectMongod } from "./inspect-mongod.ts";
import type { MongodWay } from "./mongod-search.ts";

/** The variable is mongodb-memory-server's own, which reads it too and would fail later, with less to say. */
export const mongodFromEnvironment: MongodWay = {
  name: "MONGOMS_SYSTEM_BINARY",
  find: async (search) => {
    const path = search.environment.MONGOMS_SYSTEM_BINARY;
    if (path === undefined || path === "") return { kind: "not_found", reason: "not set" };
    const finding = await inspectMongod(path, search);
    if (finding.kind === "found") return finding;
    return { kind: "misconfigured", reason: `${finding.reason}. Correct the variable or unset it.` };
  },
};

import { delimiter, join } from "node:path";
import { inspectMongod } from "./inspect-mongod.ts";
import { type MongodWay, notFound } from "./mongod-search.ts";

export const mongodOnPath: MongodWay = {
  name: "mongod on PATH",
  find: async (search) => {
    const directories = (search.environment.PATH ?? "").split(delimiter).filter((directory) => directory !== "");
    const name = search.host.platform === "win32" ? "mongod.exe" : "mongod";
    const unusable: string[] = [];
    for (const directory of directories) {
      const finding = await inspectMongod(join(directory, name), search);
      if (finding.kind === "found") return finding;
      if (!finding.reason.endsWith("does not exist")) unusable.push(finding.reason);
    }
    return notFound(unusable.length > 0 ? unusable.join("; ") : `none in its ${directories.length} directories`);
  },
};

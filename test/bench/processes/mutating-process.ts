import { createHash, randomUUID } from "node:crypto";
import type { AuditTrail } from "../../../src/application/ports/audit-trail.ts";
import { compose } from "../../../src/compose.ts";
import { parseConfig } from "../../../src/config.ts";
import { serveCalls } from "./calls.ts";
import type { MutatingCalls } from "./mutating.ts";

const parsed = parseConfig(process.env, "bench");
if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
const { config } = parsed;
const { databases } = config;
if (databases === null) throw new Error("MONGODB_URI and ACCOUNTING_DB_URI are not set");

const runtime = {
  newToken: () => randomUUID(),
  hash: (text: string) => createHash("sha256").update(text).digest("hex"),
  random: Math.random,
};

const isNotAsked = (): Promise<never> => Promise.reject(new Error("nobody asks this trail"));

/** Keeps nothing. */
const noTrail: AuditTrail = {
  append: (entry) => Promise.resolve({ ...entry, seq: 0, previousHash: "", hash: "" }),
  list: isNotAsked,
  stored: isNotAsked,
  strays: isNotAsked,
  head: isNotAsked,
};

/** Neither is started: schedules are stored by whichever instance is asked. */
const whole = compose(config, databases, runtime);
const bare = compose(config, databases, runtime, { audit: noTrail });
const app = await whole.app({ version: "bench", openApiText: "", dashboardFolder: "nowhere" });
const caller = { actor: "bench" };

const cronExpressionOf = (index: number): string => `${index % 60} 2 * * *`;

const changeWhole = async (name: string, index: number): Promise<void> => {
  const response = await app.request(`/api/sync/schedules/${name}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ cronExpression: cronExpressionOf(index), description: `change ${index}` }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
};

const changeBare = async (name: string, index: number): Promise<void> => {
  const change = { cronExpression: cronExpressionOf(index), description: `change ${index}` };
  await bare.useCases.changeSchedule(caller, { name, revisions: null }, change);
};

const calls: MutatingCalls = {
  create: async (name) =>
    void (await bare.useCases.createSchedule(caller, { name, cronExpression: "0 2 * * *", enabled: false })),
  change: async ({ name, kind, count }) => {
    const change = kind === "whole" ? changeWhole : changeBare;
    const before = process.cpuUsage();
    for (let index = 0; index < count; index += 1) await change(name, index);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / count;
  },
};

serveCalls(calls, async () => {
  await whole.stop();
  await bare.stop();
});

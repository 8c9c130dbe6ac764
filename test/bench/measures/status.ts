import { startProgram, urlOf } from "../../support/program.ts";
import { untilLive } from "../../support/program-api.ts";
import { startArguments } from "../../support/start-arguments.ts";
import { until } from "../../support/until.ts";
import type { Measure } from "../measure.ts";
import { type Asked, type AskingCalls, startAsking, startBareRoute } from "../processes/asking.ts";
import { startLoad } from "../processes/load.ts";
import type { Worker } from "../processes/worker.ts";
import { paymentFacts } from "../source/payment-facts.ts";
import { indexes } from "../source/store-payments.ts";
import { mean, percentile } from "../statistics.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { createWorld } from "../world.ts";

const path = "/api/sync/status";
const clients = 200;
/** Of all clients: a dashboard each, which looks once a second. */
const asksPerSecond = clients;
const changesPerSecond = 2_000;
/** Payments that a script stores at once: single writes at that pace would measure who writes them. */
const storedTogether = 20;
/** Connections that keep the server busy without waiting for the client. */
const saturatingClients = 16;
const warmUpSeconds = 2;
const rounds = 3;
/** Where the changes came faster than they could be taken in. */
const caughtUpMaxMs = 120_000;

/** The whole program over HTTP beside a route that does nothing else, then the same program while changes flow. */
export const status: Measure = {
  name: "status",
  baseline: null,
  take: async (bench) => {
    const { statusSeconds: seconds } = bench.sizes;
    const count = changesPerSecond * seconds;
    await using world = await createWorld(bench, "status", count);
    const environment = {
      MONGODB_URI: world.mainUri,
      ACCOUNTING_DB_URI: world.accountingUri,
      INSTANCE_ID: "bench",
      LOG_LEVEL: "info",
    };
    await using program = startProgram(environment, { execArgs: startArguments() });
    const url = new URL(await urlOf(program));
    await untilLive(url.origin);
    await using bare = await startBareRoute();
    const barePort = await bare.call("serve", await (await fetch(`${url.origin}${path}`)).text());
    await using asking = await startAsking();
    const own = { port: Number(url.port), path, seconds };
    const rates = await ratesOf(asking, { own, bare: { ...own, port: barePort } });
    const idle = await asking.call("pace", { ...own, clients, perSecond: asksPerSecond });
    const rows = world.accounting.collection("transactions");
    await using load = await startLoad();
    const storing = load.call("store", {
      uri: world.mainUri,
      from: 0,
      count,
      perSecond: changesPerSecond,
      together: storedTogether,
    });
    const busy = await asking.call("pace", { ...own, clients, perSecond: asksPerSecond });
    const { latestMs } = await storing;
    if (latestMs > 1_000) bench.say(`the load generator was late by up to ${latestMs.toFixed(0)} ms`);
    for (const index of indexes(0, count)) world.books.post(paymentFacts(index));
    await until("every change is in the ledger", async () => (await rows.countDocuments()) >= count, caughtUpMaxMs);
    await verifyLedger(world);
    program.signal("SIGTERM");
    await program.exited;
    return readingsOf(rates, percentile([...idle], 0.99), percentile([...busy], 0.99));
  },
};

type Rates = { readonly own: number; readonly bare: number };

/** Turn by turn, so that both share the machine's condition. */
const ratesOf = async (
  asking: Worker<AskingCalls>,
  targets: Readonly<Record<keyof Rates, Omit<Asked, "clients">>>,
): Promise<Rates> => {
  const taken: Record<keyof Rates, number[]> = { own: [], bare: [] };
  const take = (name: keyof Rates, seconds: number): Promise<number> =>
    asking.call("saturate", { ...targets[name], clients: saturatingClients, seconds });
  for (const name of ["own", "bare"] as const) await take(name, warmUpSeconds);
  for (let round = 0; round < rounds; round += 1)
    for (const name of ["own", "bare"] as const) taken[name].push(await take(name, targets[name].seconds / rounds));
  return { own: mean(taken.own), bare: mean(taken.bare) };
};

const readingsOf = (rates: Rates, idleMs: number, busyMs: number): Awaited<ReturnType<Measure["take"]>> => {
  const plain = { comparedWith: null, goal: null } as const;
  const beside = `under ${clients} clients and ${changesPerSecond} changes/s`;
  return [
    {
      title: "GET /status beside a bare route that answers the same, requests/s",
      value: rates.own / rates.bare,
      unit: "×",
      comparedWith: null,
      goal: { kind: "at_least", must: 0.4, aim: 0.5 },
    },
    { ...plain, title: "   GET /status", value: rates.own, unit: "requests/s" },
    { ...plain, title: "   the bare route", value: rates.bare, unit: "requests/s" },
    {
      title: `GET /status p99 ${beside}, over idle`,
      value: busyMs / idleMs,
      unit: "×",
      comparedWith: null,
      goal: { kind: "at_most", must: 10, aim: 5 },
    },
    { ...plain, title: "   p99 then", value: busyMs, unit: "ms" },
    { ...plain, title: "   p99 while nothing changes", value: idleMs, unit: "ms" },
  ];
};

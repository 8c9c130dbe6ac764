import { MongoClient } from "mongodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { measured } from "../support/measured.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled, storedCheckpoint, type TestDatabases } from "../support/settled.ts";
import { startTraffic, type Traffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";

/** Longer than a lease holds, so that the leader loses its place meanwhile. Unit: ms. */
const frozenMs = Number(process.env.FROZEN_SECONDS ?? "18") * 1_000;

let servers: { readonly main: EmbeddedMongo; readonly accounting: EmbeddedMongo };
let clients: readonly MongoClient[];
let databases: TestDatabases & { readonly mainUri: string; readonly accountingUri: string };
let service: RunningService;
let traffic: Traffic;

const startMongo = (): Promise<EmbeddedMongo> =>
  startEmbeddedMongo({
    environment: process.env,
    progress: () => undefined,
    mongodArguments: ["--wiredTigerCacheSizeGB", "0.25"],
  });

beforeAll(async () => {
  servers = { main: await startMongo(), accounting: await startMongo() };
  const main = await new MongoClient(servers.main.uri).connect();
  const accounting = await new MongoClient(servers.accounting.uri).connect();
  clients = [main, accounting];
  databases = {
    client: main,
    main: main.db("main"),
    accounting: accounting.db("books"),
    mainUri: servers.main.uri.replace("/?", "/main?"),
    accountingUri: servers.accounting.uri.replace("/?", "/books?"),
  };
  traffic = await startTraffic(databases.main, { seed: 61 });
  service = await startService(databases);
  await settled(databases);
});
afterAll(async () => {
  await service.stop();
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all([servers.main.stop(), servers.accounting.stop()]);
});

const signalLedger = (name: NodeJS.Signals): void => {
  for (const id of servers.accounting.processIds) process.kill(id, name);
};

it("loses nothing while the ledger's database is frozen under load, says so all the while, and recovers by itself", async () => {
  await using _ = traffic.keepChanging();
  const verdicts = new Map<string, number>();
  let slowestMs = 0;
  signalLedger("SIGSTOP");
  const frozenAt = performance.now();
  try {
    await until(
      "the database was frozen for longer than a lease",
      async () => {
        const askedAt = performance.now();
        const { health } = await service.useCases.health();
        slowestMs = Math.max(slowestMs, Math.round(performance.now() - askedAt));
        const verdict = health.reasons.map(({ code }) => code).join() || health.status;
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
        return performance.now() - frozenAt >= frozenMs;
      },
      frozenMs + 30_000,
    );
    const { health } = await service.useCases.health();
    expect(health).toMatchObject({ status: "unhealthy", reasons: [{ code: "database_away" }] });
    expect(await service.useCases.ready()).toEqual({ source: true, accounting: false });
    await expect(service.useCases.status()).rejects.toMatchObject({ code: "accounting_unavailable" });
  } finally {
    signalLedger("SIGCONT");
  }
  const thawedAt = performance.now();
  await until("the lag is below a second", async () => {
    const status = await service.useCases.status().catch(() => null);
    return status?.realTime.state === "live" && status.realTime.lagMs !== null && status.realTime.lagMs < 1_000;
  });
  const recoveredMs = Math.round(performance.now() - thawedAt);
  measured("a frozen ledger", {
    frozenMs,
    slowestHealthMs: slowestMs,
    recoveredMs,
    verdicts: Object.fromEntries(verdicts),
  });
}, 120_000);

it("has counted each change once when it comes to rest", async () => {
  await settled(databases);
  await expectExactLedger(databases);
  const checkpoint = await storedCheckpoint(databases.accounting);
  expect(checkpoint?.gap ?? null).toBeNull();
});

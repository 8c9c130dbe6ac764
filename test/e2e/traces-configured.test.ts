import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { startOtlpCollector, tracedTo } from "../support/otlp-collector.ts";
import { startProgram, urlOf } from "../support/program.ts";
import { untilLive } from "../support/program-api.ts";
import { environmentOf } from "../support/running-service.ts";

let databases: FreshDatabases;

beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => databases.cleanUp());

const start = (environment: Readonly<Record<string, string>>) =>
  startProgram(environmentOf(databases, { PORT: "0", LOG_LEVEL: "info", ...environment }));

/** What a process that imports the tracing has loaded of OpenTelemetry, and whether the driver is patched. */
const loadedWith = async (environment: Readonly<Record<string, string>>): Promise<string> => {
  const tracing = new URL("../../src/tracing.ts", import.meta.url).href;
  const script = `
    await import(${JSON.stringify(tracing)});
    const { createRequire } = await import("node:module");
    const loaded = Object.keys(createRequire(${JSON.stringify(tracing)}).cache);
    console.log(loaded.some((file) => file.includes("@opentelemetry/sdk-node")) ? "loaded" : "nothing");
    process.exit();
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    env: { PATH: process.env.PATH, ...environment },
  });
  let output = "";
  child.stdout.on("data", (text: Buffer) => {
    output += text.toString();
  });
  await once(child, "close");
  return output.trim();
};

describe("without an endpoint", () => {
  it("loads nothing of the SDK", async () => {
    expect(await loadedWith({})).toBe("nothing");
    expect(await loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: "", OTEL_TRACES_EXPORTER: "" })).toBe("nothing");
  });
});

describe("with an endpoint", () => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" };

  it("loads it, unless it is switched off by a variable of its own", async () => {
    expect(await loadedWith(endpoint)).toBe("loaded");
    expect(await loadedWith({ ...endpoint, OTEL_SDK_DISABLED: "true" })).toBe("nothing");
    expect(await loadedWith({ ...endpoint, OTEL_TRACES_EXPORTER: "none" })).toBe("nothing");
  });

  it("works on while nobody takes the traces, says so once, and stops in time", async () => {
    await using program = start({ ...endpoint, OTEL_BSP_SCHEDULE_DELAY: "50", OTEL_EXPORTER_OTLP_TIMEOUT: "200" });
    await untilLive(await urlOf(program));
    const line = await program.logged("traces cannot be delivered");
    program.signal("SIGTERM");

    expect(await program.exited).toBe(0);
    expect(line.reason).toEqual(expect.any(String));
    expect(program.log.filter(({ msg }) => msg === "traces cannot be delivered")).toHaveLength(1);
  });

  it("refuses one that is no URL, before anything is opened", async () => {
    await using program = start({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" });

    expect(await program.exited).toBe(2);
    expect(program.complaint()).toContain("OTEL_EXPORTER_OTLP_ENDPOINT  must be a URL");
  });
});

it("samples by OTEL_TRACES_SAMPLER: nothing that begins here, but whatever the caller's trace has sampled", async () => {
  await using collector = await startOtlpCollector();
  const off = { ...tracedTo(collector), OTEL_TRACES_SAMPLER: "parentbased_always_off" };
  await using program = start(off);
  const url = await urlOf(program);
  await untilLive(url);
  const traceparent = `00-${"c".repeat(32)}-${"5".repeat(16)}-01`;
  await fetch(`${url}/api/sync/status`);
  await fetch(`${url}/api/sync/runs`, { headers: { traceparent } });
  await collector.received("the sampled request", ({ kind }) => kind === 2);

  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set(["c".repeat(32)]));
});

it("is sent as protobuf, with the headers that are asked for, where nothing else is said", async () => {
  await using collector = await startOtlpCollector();
  const { OTEL_EXPORTER_OTLP_PROTOCOL: _, OTEL_TRACES_SAMPLER: __, ...usual } = tracedTo(collector);
  await using program = start({ ...usual, OTEL_EXPORTER_OTLP_HEADERS: "x-honeycomb-team=key-of-a-team" });
  await untilLive(await urlOf(program));
  program.signal("SIGTERM");
  await program.exited;

  expect(collector.requests[0]).toMatchObject({
    path: "/v1/traces",
    headers: { "content-type": "application/x-protobuf", "x-honeycomb-team": "key-of-a-team" },
  });
  expect(Buffer.concat(collector.bodies).includes("sync.run")).toBe(true);
  expect(program.output()).not.toContain("key-of-a-team");
});

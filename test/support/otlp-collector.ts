import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { until } from "./until.ts";

/** A span as it came over the wire, in OTLP's JSON. */
export type ReceivedSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: number;
  /** Milliseconds since the epoch. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The trace and span ids that it points to. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
  /** 0 = unset, 2 = error. */
  readonly status: { readonly code: number; readonly message: string };
  /** The scope that it was made in: `ledgersync`, or the driver's instrumentation. */
  readonly scope: string;
  /** Facts about whoever has sent it. */
  readonly resource: Readonly<Record<string, unknown>>;
};

/** An OTLP/HTTP endpoint on loopback that keeps what it is sent. Closed at the end of its scope. */
export type OtlpCollector = AsyncDisposable & {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Every body as it came, in any format. */
  readonly bodies: readonly Buffer[];
  /** Paths and headers of the requests. */
  readonly requests: readonly { readonly path: string; readonly headers: IncomingMessage["headers"] }[];
  /** The spans that fit, as soon as there is one. */
  received(what: string, fits: (span: ReceivedSpan) => boolean): Promise<readonly [ReceivedSpan, ...ReceivedSpan[]]>;
};

/** The environment that sends traces there, soon and whole. */
export const tracedTo = ({ url }: Pick<OtlpCollector, "url">) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
  OTEL_BSP_SCHEDULE_DELAY: "50",
  OTEL_TRACES_SAMPLER: "parentbased_always_on",
});

export const startOtlpCollector = async (): Promise<OtlpCollector> => {
  const spans: ReceivedSpan[] = [];
  const bodies: Buffer[] = [];
  const requests: { path: string; headers: IncomingMessage["headers"] }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const sent = Buffer.concat(parts);
      const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
      bodies.push(body);
      requests.push({ path: request.url ?? "", headers: request.headers });
      if (request.headers["content-type"]?.includes("json")) spans.push(...spansOf(JSON.parse(body.toString())));
      response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // Safe: it listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    bodies,
    requests,
    received: (what, fits) =>
      until(`the collector has ${what}`, () => {
        const [first, ...rest] = spans.filter(fits);
        return first === undefined ? null : ([first, ...rest] as const);
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

type AnyValue = { readonly [kind: string]: unknown };
type KeyValue = { readonly key: string; readonly value: AnyValue };

/** https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto */
type Request = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly WireSpan[];
    }[];
  }[];
};

type WireSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly events?: readonly { readonly name: string; readonly attributes?: readonly KeyValue[] }[];
  readonly status?: { readonly code?: number; readonly message?: string };
};

const spansOf = ({ resourceSpans }: Request): readonly ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => spanOf(span, scope.name, recordOf(resource.attributes))),
    ),
  );

const spanOf = (span: WireSpan, scope: string, resource: ReceivedSpan["resource"]): ReceivedSpan => ({
  traceId: span.traceId,
  spanId: span.spanId,
  parentSpanId: span.parentSpanId ? span.parentSpanId : null,
  name: span.name,
  kind: span.kind,
  startMs: Number(BigInt(span.startTimeUnixNano) / 1_000n) / 1_000,
  endMs: Number(BigInt(span.endTimeUnixNano) / 1_000n) / 1_000,
  attributes: recordOf(span.attributes),
  links: (span.links ?? []).map(({ traceId, spanId }) => ({ traceId, spanId })),
  events: (span.events ?? []).map(({ name, attributes = [] }) => ({ name, attributes: recordOf(attributes) })),
  status: { code: span.status?.code ?? 0, message: span.status?.message ?? "" },
  scope,
  resource,
});

const recordOf = (attributes: readonly KeyValue[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]));

const plainValue = (value: AnyValue): unknown => {
  const [kind, held] = Object.entries(value)[0] ?? [];
  if (kind === "arrayValue") return (held as { readonly values?: readonly AnyValue[] }).values?.map(plainValue) ?? [];
  return kind === "intValue" ? Number(held) : held;
};

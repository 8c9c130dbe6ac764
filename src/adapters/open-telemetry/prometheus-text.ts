import type { PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import type { MetricData, ResourceMetrics } from "@opentelemetry/sdk-metrics";
import type { MetricsText } from "../../application/ports/metrics-text.ts";
import { type MetricName, metricKinds, type Sample } from "../../domain/sync/metrics.ts";

/** What this process uses itself. */
export type ProcessUsage = () => { readonly residentBytes: number; readonly cpuSeconds: number };

/** Prometheus' text format, written by OpenTelemetry's own serializer. */
export const createPrometheusText = (usage: ProcessUsage = ownUsage): MetricsText => {
  let serializer: Promise<PrometheusSerializer> | null = null;
  return {
    render: async (samples) => {
      serializer ??= loadSerializer();
      const all = [...samples, ...samplesOf(usage())];
      return `${(await serializer).serialize(await resourceMetricsOf(all))}\n`;
    },
  };
};

const ownUsage: ProcessUsage = () => {
  const { user, system } = process.cpuUsage();
  return { residentBytes: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1_000_000 };
};

/** Loaded when somebody asks: an HTTP server and an SDK that most instances never need. */
const loadSerializer = async (): Promise<PrometheusSerializer> => {
  const { PrometheusSerializer } = await import("@opentelemetry/exporter-prometheus");
  return new PrometheusSerializer(undefined, false, undefined, true, true);
};

const samplesOf = ({ residentBytes, cpuSeconds }: ReturnType<ProcessUsage>): readonly Sample[] => [
  { name: "ledgersync_process_resident_memory_bytes", labels: {}, value: residentBytes },
  { name: "ledgersync_process_cpu_seconds_total", labels: {}, value: cpuSeconds },
];

const resourceMetricsOf = async (samples: readonly Sample[]): Promise<ResourceMetrics> => {
  const { AggregationTemporality, DataPointType } = await import("@opentelemetry/sdk-metrics");
  const byName = Map.groupBy(samples, ({ name }) => name);
  // Safe: `Object.entries` of the table of just these names.
  const kinds = Object.entries(metricKinds) as readonly (readonly [
    MetricName,
    readonly ["gauge" | "counter", string],
  ])[];
  const metrics = kinds.flatMap(([name, [kind, description]]): MetricData[] => {
    const found = byName.get(name);
    if (found === undefined) return [];
    const dataPoints = found.map(({ labels, value }) => ({
      attributes: labels,
      value,
      startTime: zero,
      endTime: zero,
    }));
    const common = {
      descriptor: { name, description, unit: "", valueType: doubleValue },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPoints,
    };
    return kind === "counter"
      ? [{ ...common, dataPointType: DataPointType.SUM, isMonotonic: true }]
      : [{ ...common, dataPointType: DataPointType.GAUGE }];
  });
  return { resource: noResource, scopeMetrics: [{ scope: { name: "ledgersync" }, metrics }] };
};

/** Times are not written: the collector's own count. */
const zero: [number, number] = [0, 0];

/** `ValueType.DOUBLE`. */
const doubleValue = 1;

// Safe: nothing of the resource is written (`target_info` is off); its other members are never called.
const noResource = { attributes: {} } as ResourceMetrics["resource"];

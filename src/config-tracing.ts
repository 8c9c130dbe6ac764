import { z } from "zod";
import { isHttpUrl, oneOf, onlySet } from "./config-values.ts";

/** Where traces go; null = nothing is traced, and nothing of it is loaded. */
export type TracingConfig = {
  /** Scheme, host and port alone: the rest may hold a key. Null = where the exporter goes by itself. */
  readonly endpoint: string | null;
} | null;

/** Null also where a variable is wrong. An empty one counts as not set. */
export const parseTracing = (environment: Readonly<Record<string, string | undefined>>): TracingConfig =>
  tracingSchema.safeParse(onlySet(environment)).data ?? null;

const endpoint = z.string().refine(isHttpUrl, "must be a URL such as http://localhost:4318");

/** What is checked of OpenTelemetry's own variables; the SDK reads them, and its further ones, by itself. */
export const tracingSchema = z
  .object({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint.optional(),
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint.optional(),
    OTEL_EXPORTER_OTLP_PROTOCOL: oneOf(["http/protobuf", "http/json"]).optional(),
    OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
    OTEL_TRACES_EXPORTER: oneOf(["otlp", "none"]).optional(),
    OTEL_TRACES_SAMPLER: oneOf([
      "always_on",
      "always_off",
      "traceidratio",
      "parentbased_always_on",
      "parentbased_always_off",
      "parentbased_traceidratio",
    ]).optional(),
    OTEL_TRACES_SAMPLER_ARG: z
      .string()
      .refine((text) => /^\d*\.?\d+$/.test(text) && Number(text) <= 1, "must be a share from 0 to 1")
      .optional(),
    OTEL_SERVICE_NAME: z.string().optional(),
    OTEL_RESOURCE_ATTRIBUTES: z.string().optional(),
    OTEL_SDK_DISABLED: oneOf(["true", "false"]).optional(),
  })
  .transform((set): TracingConfig => {
    const url = set.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? set.OTEL_EXPORTER_OTLP_ENDPOINT;
    const isWanted = url !== undefined || set.OTEL_TRACES_EXPORTER === "otlp";
    if (!isWanted || set.OTEL_TRACES_EXPORTER === "none" || set.OTEL_SDK_DISABLED === "true") return null;
    return { endpoint: url === undefined ? null : new URL(url).origin };
  });

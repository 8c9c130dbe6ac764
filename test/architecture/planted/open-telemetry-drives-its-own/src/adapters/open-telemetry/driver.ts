import "@opentelemetry/exporter-prometheus";
import "@opentelemetry/sdk-metrics";
import "@opentelemetry/sdk-node";
import "@opentelemetry/instrumentation-mongodb";
import "node:module";
import "zod";
import "@opentelemetry/api";
import "mongodb"; // breaks
import "node:http"; // breaks
import type { Id } from "../../domain/id.ts";

export type Driver = Id;

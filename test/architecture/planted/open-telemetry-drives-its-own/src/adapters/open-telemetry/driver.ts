import "@opentelemetry/exporter-prometheus";
import "@opentelemetry/sdk-metrics";
import "zod";
import "@opentelemetry/api";
import "mongodb"; // breaks
import "node:http"; // breaks
import type { Id } from "../../domain/id.ts";

export type Driver = Id;

import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import { currency } from "../../support/arbitraries/rules.ts";
import type { Side } from "./faults.ts";
import type { OwnerSpec, PaymentSpec, PropertySpec } from "./specs.ts";
import type { OwnerCollection } from "./universe.ts";

/** A write of one document by its place in the universe; `spec` null = it is deleted. */
export type SourceWrite =
  | { readonly kind: "payment"; readonly number: number; readonly spec: PaymentSpec | null }
  | { readonly kind: "property"; readonly number: number; readonly spec: PropertySpec | null }
  | {
      readonly kind: "owner";
      readonly where: OwnerCollection;
      readonly number: number;
      readonly spec: OwnerSpec | null;
    };

export type Action =
  | { readonly kind: "write"; readonly writes: readonly SourceWrite[] }
  | { readonly kind: "tick" }
  | {
      readonly kind: "replace";
      readonly collection: "payments" | "properties" | "users";
      readonly keep: "none" | "half" | "all";
    }
  | { readonly kind: "rename_away"; readonly collection: "payments" | "properties"; readonly backAfterMs: number }
  | { readonly kind: "truncate_oplog" | "close_snapshots" }
  | { readonly kind: "enter"; readonly property: number; readonly minor: number; readonly expense: boolean }
  | { readonly kind: "enter_again" | "reverse"; readonly entry: number }
  | { readonly kind: "full_sync"; readonly dryRun: boolean }
  | { readonly kind: "cancel" | "confirm" | "stop_real_time" | "start_real_time" | "incremental_sync" }
  | { readonly kind: "retry_failures" }
  /** The one that is `number`th in the list, if there are so many. */
  | { readonly kind: "retry_failure" | "dismiss_failure"; readonly number: number }
  | { readonly kind: "crash" | "restart"; readonly instance: number }
  | { readonly kind: "freeze"; readonly instance: number; readonly ms: number }
  | { readonly kind: "deploy"; readonly rules: ProjectionRules; readonly instance: number | "all" }
  | { readonly kind: "jump"; readonly machine: number; readonly ms: number }
  | {
      readonly kind: "tamper";
      readonly what: "row" | "head";
      readonly number: number;
      /** How far ahead of the source it is sent. */
      readonly seconds: number;
    }
  | { readonly kind: "outage"; readonly side: Side; readonly ms: number };

const usd = currency("USD");
export const rulesInUse: readonly ProjectionRules[] = [
  { postingPolicy: "net", subMinor: "round", defaultCurrency: usd },
  { postingPolicy: "gross", subMinor: "round", defaultCurrency: usd },
  { postingPolicy: "net", subMinor: "reject", defaultCurrency: usd },
  { postingPolicy: "net", subMinor: "round", defaultCurrency: currency("ZWL") },
];

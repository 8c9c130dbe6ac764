import { Timestamp } from "mongodb";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import { type Minor, minorOf } from "../../domain/money/money.ts";
import { clusterTimeOf } from "../mongo-driver/cluster-time-codec.ts";

/**
 * Somebody may have written to the ledger by hand. A value of a wrong type is then read as one that no row has, so that it
 * differs from what the source says and is mended, instead of ending whoever reads it.
 */
export const minorOfStored = (value: unknown): Minor => minorOf(typeof value === "bigint" ? value : 0n);

export const int64Of = (value: unknown): bigint => (typeof value === "bigint" ? value : 0n);

export const msOf = (value: unknown): number => (value instanceof Date ? value.getTime() : Number.NaN);

// Safe: before the first commit no time has been committed.
const noTime = 0n as ClusterTime;

export const clusterTimeOfStored = (value: unknown): ClusterTime =>
  value instanceof Timestamp ? clusterTimeOf(value) : noTime;

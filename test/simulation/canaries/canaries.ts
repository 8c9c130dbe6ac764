import type { Canary } from "./bend.ts";
import { wrongCommits } from "./wrong-commits.ts";
import { wrongFailures } from "./wrong-failures.ts";
import { wrongReading } from "./wrong-reading.ts";
import { wrongRows } from "./wrong-rows.ts";

/** Every known-bad variant. */
export const canaries: readonly Canary[] = [...wrongRows, ...wrongFailures, ...wrongCommits, ...wrongReading];

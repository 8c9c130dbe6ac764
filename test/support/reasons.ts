import type { Health } from "../../src/domain/sync/health.ts";

/** Why a service is less than healthy, the check left out that it makes by itself after an initial sync and may still be making. */
export const reasonsOf = ({ reasons }: Health): readonly string[] =>
  reasons.map(({ code }) => code).filter((code) => code !== "never_checked");

import type { HealthInput, HealthReason } from "./health-input.ts";

/** A reason, and when there is one. */
export type Rule = {
  readonly code: string;
  readonly severity: HealthReason["severity"];
  readonly when: (input: HealthInput) => boolean;
  readonly message: string | ((input: HealthInput) => string);
  readonly action: string | ((input: HealthInput) => string);
};

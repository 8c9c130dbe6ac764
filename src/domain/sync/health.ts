import type { Health, HealthInput, HealthReason } from "./health-input.ts";
import { healthRules, type Rule } from "./health-rules.ts";

export type { Health, HealthInput, HealthReason, HealthStatus, RealTimeState } from "./health-input.ts";

const textOf = (text: Rule["message"], input: HealthInput): string => (typeof text === "string" ? text : text(input));

const reasonOf = ({ code, severity, message, action }: Rule, input: HealthInput): HealthReason => ({
  code,
  severity,
  message: textOf(message, input),
  action: textOf(action, input),
});

/** The worst reason decides; every reason says what to do. */
export const assessHealth = (input: HealthInput): Health => {
  const reasons = healthRules.filter((rule) => rule.when(input)).map((rule) => reasonOf(rule, input));
  if (reasons.some((reason) => reason.severity === "unhealthy")) return { status: "unhealthy", reasons };
  return { status: reasons.length > 0 ? "degraded" : "healthy", reasons };
};

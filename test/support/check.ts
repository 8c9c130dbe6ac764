import type { Check } from "../../src/domain/consistency/check.ts";
import type { Finding } from "../../src/domain/consistency/finding.ts";
import type { Instance, MemoryStage } from "./memory-stage.ts";

export type Checked = {
  readonly check: Check;
  readonly findings: readonly Finding[];
  /** `rule key` of each finding, sorted. */
  readonly told: readonly string[];
};

/** Runs a consistency check to its end. */
export const runCheck = async (stage: MemoryStage, { pipeline }: Instance, maxMs = 600_000): Promise<Checked> => {
  const term = pipeline.requireTerm();
  await stage.until(() => term.checks.active() === null, maxMs);
  const { id } = await stage.inTime(term.checks.start({ trigger: "api", actor: "eve" }));
  await stage.until(() => term.checks.active() === null, maxMs);
  const check = stage.accounting.store.checks.get(id)?.check;
  const findings = [...(stage.accounting.store.findings.get(id)?.values() ?? [])];
  if (check === undefined) throw new Error("the check was not stored");
  return { check, findings, told: findings.map(({ rule, key }) => `${rule} ${key}`).toSorted() };
};

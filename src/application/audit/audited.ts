import type { AuditEntry, AuditFacts } from "../../domain/audit/audit-line.ts";
import { type Caller, never } from "../caller.ts";
import type { CommandName } from "../command-table.ts";
import { AppError } from "../errors.ts";
import type { UseCases } from "../use-cases.ts";
import { auditedNames, ruleOf, subjectOf } from "./audit-table.ts";
import { operationOf, unsuccessful } from "./operation.ts";
import { type AuditPorts, record } from "./record.ts";

type Act = (caller: Caller, ...asked: readonly unknown[]) => Promise<unknown>;

/** A rule whatever its use case: the table has typed it. */
type AnyRule = {
  readonly line: "around" | "in_commit";
  readonly before?: (useCases: UseCases, ...asked: readonly unknown[]) => Promise<AuditFacts>;
  readonly after?: (result: unknown) => AuditFacts;
};

/** The same use cases, of which the trail keeps every order that was carried out, refused or has failed here. */
export const audited = (useCases: UseCases, ports: AuditPorts): UseCases => {
  const kept = auditedNames.flatMap((name) => {
    const rule = ruleOf(name);
    // Safe: the arguments and the result are those of the use case of this name.
    return rule === null ? [] : [[name, keeping(useCases, ports, { name, ...(rule as unknown as AnyRule) })] as const];
  });
  return { ...useCases, ...Object.fromEntries(kept) };
};

const keeping =
  (useCases: UseCases, ports: AuditPorts, rule: AnyRule & { readonly name: CommandName }): Act =>
  async (caller, ...asked) => {
    const { name, line } = rule;
    const operation = operationOf(ports, caller, name, subjectOf(name, asked));
    const before = (await rule.before?.(useCases, ...asked).catch(absent)) ?? null;
    const act = () => (useCases[name] as Act)(caller, ...asked);
    if (line === "around") await ports.audit.append({ ...operation, before, outcome: "intended" }, never);
    const tell = (end: Partial<AuditEntry>) => record(ports, { ...operation, at: ports.clock.now(), before, ...end });
    const result = await act().catch(async (error: unknown) => {
      await tell(unsuccessful(error));
      throw error;
    });
    if (line === "around") await tell({ after: rule.after?.(result) ?? null });
    return result;
  };

/** What is not there has no state before; the act itself says so to whoever asks. */
const absent = (error: unknown): null => {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
};

import type { UseCaseName } from "../access/permissions.ts";
import type { Caller } from "../caller.ts";
import type { AppError } from "../errors.ts";
import { auditedNames, subjectOf } from "./audit-table.ts";
import { operationOf, unsuccessful } from "./operation.ts";
import { type AuditPorts, record } from "./record.ts";

/** Keeps in the trail that somebody was refused an act that would change something. */
export type RecordRefusal = (
  caller: Caller,
  name: UseCaseName,
  asked: readonly unknown[],
  error: AppError,
) => Promise<void>;

export const recordRefusals =
  (ports: AuditPorts): RecordRefusal =>
  async (caller, name, asked, error) => {
    const command = auditedNames.find((audited) => audited === name);
    if (command === undefined) return;
    const operation = operationOf(ports, caller, name, subjectOf(command, asked));
    await record(ports, { ...operation, ...unsuccessful(error) });
  };

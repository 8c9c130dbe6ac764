import type { AuditEntry } from "../../domain/audit/audit-line.ts";
import { never } from "../caller.ts";
import { isTransient } from "../errors.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";
import type { Log } from "../ports/log.ts";
import { retryDelayMs } from "../retry-transient.ts";
import type { OperationPorts } from "./operation.ts";

export type AuditPorts = OperationPorts & {
  readonly audit: AuditTrail;
  readonly log: Log;
  readonly random: () => number;
};

const attemptsMax = 5;

/**
 * What has become of an act is told even if the trail cannot be written just then: the log says so, and an intention without an
 * outcome shows that it is not known.
 */
export const record = async (ports: AuditPorts, entry: AuditEntry): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ports.audit.append(entry, never);
      return;
    } catch (error) {
      if (!isTransient(error) || attempt === attemptsMax)
        return ports.log.error("an outcome is not in the audit trail", error);
      await ports.clock.sleep(retryDelayMs(attempt, ports.random()), never);
    }
  }
};

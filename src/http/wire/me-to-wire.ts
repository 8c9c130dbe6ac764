import type { UseCases } from "../../application/use-cases.ts";
import type { WireMe } from "../../contract/me.ts";

export const meToWire = ({ actor, roles, companyId, useCases }: Awaited<ReturnType<UseCases["me"]>>): WireMe => ({
  actor,
  roles: [...roles],
  companyId,
  operations: [...useCases],
});

import type { Rights } from "../domain/access/rights.ts";
import type { WireMe } from "./me.ts";

export const meToWire = ({ actor, roles, companyId, useCases }: Rights): WireMe => ({
  actor,
  roles: [...roles],
  companyId,
  operations: [...useCases],
});

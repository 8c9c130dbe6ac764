import type { Identity } from "../domain/access/identity.ts";
import type { WireMe } from "./me.ts";

type Rights = Identity & { readonly useCases: readonly string[] };

export const meToWire = ({ actor, roles, companyId, useCases }: Rights): WireMe => ({
  actor,
  roles: [...roles],
  companyId,
  operations: [...useCases],
});

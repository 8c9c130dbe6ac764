import type { Identity } from "../../domain/access/identity.ts";
import type { Rights } from "../../domain/access/rights.ts";
import { mayDo } from "../../domain/access/role.ts";
import { leastPermissionOf, useCaseNames } from "./permissions.ts";
import { isOpenToCompanies } from "./scope-to-company.ts";

/** What the guard would let this caller do. */
export const rightsOf = ({ actor, roles, companyId }: Identity): Rights => {
  const reachable = [...useCaseNames].filter((name) => companyId === null || isOpenToCompanies(name));
  const useCases = reachable.filter((name) => mayDo(roles, leastPermissionOf(name)));
  return { actor, roles, companyId, useCases: useCases.toSorted() };
};

import type { Identity } from "../../domain/access/identity.ts";
import { mayDo, type Role } from "../../domain/access/role.ts";
import { AppError } from "../errors.ts";
import type { UseCases } from "../use-cases.ts";
import { permissionOf, type UseCaseName, useCaseNames } from "./permissions.ts";
import { scopeToCompany } from "./scope-to-company.ts";

/** The use cases as this caller may use them: anything else is refused with `forbidden`, over every transport alike. */
export const guard = (useCases: UseCases, identity: Identity): UseCases => {
  const { companyId } = identity;
  const reachable = companyId === null ? useCases : scopeToCompany(useCases, companyId);
  const guarded = Object.entries(reachable).map(([name, member]) => [
    name,
    isUseCase(name) && typeof member === "function" ? permitted(name, member, identity) : member,
  ]);
  // Safe: the same members under the same names, each with its own arguments and answer.
  return Object.fromEntries(guarded) as UseCases;
};

const isUseCase = (name: string): name is UseCaseName => (useCaseNames as ReadonlySet<string>).has(name);

type Act = (...args: never[]) => unknown;

const permitted =
  (name: UseCaseName, act: Act, { roles }: Identity): Act =>
  (...args) => {
    if (!mayDo(roles, permissionOf(name, args))) throw forbidden(roles);
    return act(...(name === "consistency" ? readingOnly(args, roles) : args));
  };

/** Whoever may not start a check does not start one by asking for the newest report either. */
const readingOnly = (args: never[], roles: readonly Role[]): never[] => {
  if (mayDo(roles, "operate")) return args;
  // Safe: the arguments of `consistency`.
  const [caller, request, ...rest] = args as unknown as Parameters<UseCases["consistency"]>;
  return [caller, { ...request, isReadOnly: true }, ...rest] as never[];
};

const forbidden = (roles: readonly Role[]): AppError =>
  new AppError("forbidden", roles.length === 0 ? "No role is given here." : `${roles.join(", ")} may not do this.`);

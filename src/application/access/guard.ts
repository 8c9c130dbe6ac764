import type { Identity } from "../../domain/access/identity.ts";
import { mayDo, type Role } from "../../domain/access/role.ts";
import { auditedNames } from "../audit/audit-table.ts";
import type { RecordRefusal } from "../audit/record-refusal.ts";
import type { Caller } from "../caller.ts";
import { AppError } from "../errors.ts";
import type { UseCases } from "../use-cases.ts";
import { permissionOf, type UseCaseName, useCaseNames } from "./permissions.ts";
import { type Refuse, scopeToCompany } from "./scope-to-company.ts";

/** Somebody who asks, and by which request. */
export type Asking = Identity & Pick<Caller, "requestId" | "traceId">;

/**
 * The use cases as this caller may use them: anything else is refused with `forbidden`, over every transport alike. Orders go on
 * in this caller's name, whatever the transport says. `onRefused` is told of every order that is refused here.
 */
export const guard = (useCases: UseCases, asking: Asking, onRefused: RecordRefusal = nobodyKeeps): UseCases => {
  const { companyId, ...caller } = asking;
  const refuse: Refuse = (name, args, error) => {
    if (!isOrder(name)) throw error;
    const [, ...asked] = args;
    return onRefused(caller, name, asked, error).then(() => Promise.reject(error));
  };
  const reachable = companyId === null ? useCases : scopeToCompany(useCases, companyId, refuse);
  // Wrapped when it is asked for: a request uses one of them.
  return new Proxy(reachable, {
    get: (useCase, name) => {
      const member: unknown = Reflect.get(useCase, name);
      return isUseCase(name) && isAct(member) ? permitted(name, member, { caller, refuse }) : member;
    },
  });
};

const nobodyKeeps = (): Promise<void> => Promise.resolve();

const isUseCase = (name: string | symbol): name is UseCaseName =>
  (useCaseNames as ReadonlySet<string | symbol>).has(name);

const orders: ReadonlySet<string> = new Set(auditedNames);
const isOrder = (name: UseCaseName): boolean => orders.has(name);

type Act = (...args: never[]) => unknown;

const isAct = (member: unknown): member is Act => typeof member === "function";

type Permitting = { readonly caller: Omit<Asking, "companyId">; readonly refuse: Refuse };

const permitted =
  (name: UseCaseName, act: Act, { caller, refuse }: Permitting): Act =>
  (...args) => {
    if (!mayDo(caller.roles, permissionOf(name, args))) return refuse(name, args, forbidden(caller.roles));
    const given = name === "consistency" ? readingOnly(args, caller.roles) : args;
    if (!isOrder(name)) return act(...given);
    const [asked, ...rest] = given;
    // Safe: the first argument of an order is its caller.
    return act({ ...(asked as unknown as Caller), ...caller } as never, ...rest);
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

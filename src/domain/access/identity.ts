import type { Id } from "../ids.ts";
import type { Role } from "./role.ts";

/** Who a caller has proved to be, and what follows from it. */
export type Identity = {
  /** As the audit trail and the journal name it. */
  readonly actor: string;
  readonly roles: readonly Role[];
  /** Bound to one company: sees and touches its properties alone. Null = bound to none. */
  readonly companyId: Id | null;
};

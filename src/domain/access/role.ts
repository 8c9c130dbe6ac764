/** What a caller may be. `operator` and `accountant` each add to `viewer`; `admin` may do everything. */
export const roles = ["viewer", "operator", "accountant", "admin"] as const;
export type Role = (typeof roles)[number];

/** What an act needs: looking, running the machinery, writing in the books or taking them away as a file, deciding what cannot be undone by looking again. */
export type Permission = "read" | "operate" | "enter" | "export" | "administer";

const permissionsOfRole: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ["read"],
  operator: ["read", "operate"],
  accountant: ["read", "enter", "export"],
  admin: ["read", "operate", "enter", "export", "administer"],
};

export const mayDo = (roles: readonly Role[], permission: Permission): boolean =>
  roles.some((role) => permissionsOfRole[role].includes(permission));

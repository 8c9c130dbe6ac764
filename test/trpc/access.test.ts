import { describe, expect, it } from "vitest";
import { permissionOf, type UseCaseName } from "../../src/application/access/permissions.ts";
import type { Identity } from "../../src/application/use-cases.ts";
import { mayDo, type Role, roles } from "../../src/domain/access/role.ts";
import { fakeUseCases } from "../support/fake-use-cases.ts";
import { credentials, httpClient } from "../support/http-client.ts";
import { askTrpc } from "./ask-both-ways.ts";
import { parityNames } from "./use-case-calls.ts";

/** Whoever presents a role as the token has that role. */
const authenticate = (token: string): Promise<Identity | null> => {
  const given = roles.filter((role: Role) => role === token);
  return Promise.resolve(token === "stranger" ? null : { actor: token, roles: given, companyId: null });
};
const access = { ...credentials, authenticate };

/** Use cases that note what they were asked for. */
const noted = () => {
  const asked: { readonly name: UseCaseName; readonly args: never[] }[] = [];
  const noting = Object.entries(fakeUseCases()).map(([name, member]) => [
    name,
    typeof member !== "function"
      ? member
      : (...args: never[]) => {
          // Safe: the names of the use cases.
          asked.push({ name: name as UseCaseName, args });
          // Safe: the same arguments, passed on.
          return (member as (...args: never[]) => unknown)(...args);
        },
  ]);
  return { asked, client: httpClient(Object.fromEntries(noting), { access }) };
};

const as = (token: string) => ({ Authorization: `Bearer ${token}` });

describe.for(parityNames)("%s over tRPC, with access control", (name) => {
  it("tells nothing to who presents no token or an unknown one", async () => {
    for (const headers of [{}, as("stranger")]) {
      const { asked, client } = noted();
      const { status, body } = await askTrpc(client, name, headers);

      expect([status, body.error.data.problem.code, asked]).toEqual([401, "unauthenticated", []]);
    }
  });

  it("is answered to exactly the roles that may ask for it", async () => {
    const admin = noted();
    const answer = await askTrpc(admin.client, name, as("admin"));
    expect(answer.status, answer.text).toBe(200);
    expect(admin.asked.map((asked) => asked.name)).toEqual([name]);

    for (const role of [...roles, "nobody"] as const) {
      const { asked, client } = noted();
      const { status, body } = await askTrpc(client, name, as(role));
      const may = role !== "nobody" && admin.asked.every(({ args }) => mayDo([role], permissionOf(name, args)));
      if (may) expect(status).toBe(200);
      else expect([status, body.error.data.problem.code, asked]).toEqual([403, "forbidden", []]);
    }
  });
});

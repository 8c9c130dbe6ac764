import { describe, expect, it } from "vitest";
import { rightsOf } from "../../src/application/access/rights.ts";
import type { Identity } from "../../src/application/use-cases.ts";
import { meSchema } from "../../src/contract/me.ts";
import { encodeId } from "../../src/domain/ids.ts";
import { credentials, httpClient } from "../support/http-client.ts";

const me = (caller: Partial<Identity>) => {
  const known: Identity = { actor: "ann", roles: [], companyId: null, ...caller };
  const access = { ...credentials, authenticate: () => Promise.resolve(known) };
  const client = httpClient({ me: (asking) => Promise.resolve(rightsOf(asking)) }, { access });
  return client.get("/api/sync/me", { Authorization: "Bearer token" });
};

describe("GET /api/sync/me", () => {
  it("tells who asks and what they may ask for", async () => {
    const { status, body } = await me({ roles: ["operator"] });

    expect(status).toBe(200);
    expect(meSchema.parse(body.data)).toMatchObject({ actor: "ann", roles: ["operator"], companyId: null });
    expect(body.data.operations).toEqual(expect.arrayContaining(["startFullSync", "status"]));
    expect(body.data.operations).not.toContain("applyFixPlan");
    expect(body.data.operations).not.toContain("enterTransaction");
  });

  it("names to a caller of one company nothing that concerns all of them", async () => {
    const companyId = encodeId({ kind: "string", value: "acme" });
    const { body } = await me({ roles: ["admin"], companyId });

    expect(body.data).toMatchObject({ companyId });
    expect(body.data.operations).toContain("enterTransaction");
    expect(body.data.operations).not.toContain("startFullSync");
  });

  it("refuses somebody without a role", async () => {
    expect((await me({})).status).toBe(403);
  });

  it("knows whoever is on this machine as the one who may do everything", async () => {
    const { body } = await httpClient().get("/api/sync/me");

    expect(body.data).toMatchObject({ actor: "local", roles: ["admin"] });
    expect(body.data.operations).toContain("applyFixPlan");
  });
});

import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { checkSchema, consistencySchema, findingRuleSchema } from "../../src/contract/check.ts";
import { csvLine } from "../../src/contract/csv.ts";
import { findingSchema } from "../../src/contract/finding.ts";
import { rules } from "../../src/domain/consistency/rules.ts";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient } from "../support/http-client.ts";
import { sampleCheck, sampleFinding, sampleRun } from "../support/http-samples.ts";

describe("GET /api/sync/consistency", () => {
  it("answers the newest report, worst first", async () => {
    const { status, body } = await httpClient().get("/api/sync/consistency");

    expect(status).toBe(200);
    expect(consistencySchema.parse(body.data)).toEqual({
      isConsistent: false,
      checkedAt: "2023-12-31T23:59:55.000Z",
      asOf: "1704067200.3",
      inconsistencies: [
        { type: "amount_mismatch", description: "A row's amount is not its payment's", count: 1, severity: "critical" },
        {
          type: "possible_duplicate_payment",
          description: "Two payments of one day, tenant, property and amount",
          count: 2,
          severity: "medium",
        },
      ],
      checkId: "run-1",
    });
  });

  it("asks for a fresh one when told to, and answers 202 with the run while it is not over", async () => {
    const asked: unknown[] = [];
    const consistency = (_caller: unknown, request: unknown) => {
      asked.push(request);
      return Promise.resolve({ kind: "running", run: { ...sampleRun, kind: "consistency" } } as const);
    };
    const { status, headers, body } = await httpClient({ consistency }).get("/api/sync/consistency?fresh=true");

    expect(status).toBe(202);
    expect(headers.get("Location")).toBe("/api/sync/runs/run-1");
    expect(body.data).toMatchObject({ id: "run-1", kind: "consistency" });
    expect(asked).toEqual([{ fresh: true, waitMs: 30_000 }]);
  });

  it("is refused while there is no whole ledger to look at", async () => {
    const consistency = failing(new AppError("conflict", "The first full sync has not finished."));
    expect((await httpClient({ consistency }).get("/api/sync/consistency")).status).toBe(409);
  });

  it("refuses a word that it does not know", async () => {
    expect((await httpClient().get("/api/sync/consistency?fresh=yes")).status).toBe(422);
    expect((await httpClient().get("/api/sync/consistency?old=true")).status).toBe(422);
  });
});

describe("consistency checks", () => {
  it("begin with 202 and the run", async () => {
    const { status, headers, body } = await httpClient().post("/api/sync/consistency/checks");
    expect(status).toBe(202);
    expect(headers.get("Location")).toBe("/api/sync/runs/run-1");
    expect(body.data.kind).toBe("consistency");
  });

  it("are told whole", async () => {
    const { status, body } = await httpClient().get("/api/sync/consistency/checks/run-1");
    expect(status).toBe(200);
    expect(checkSchema.parse(body.data)).toMatchObject({
      id: "run-1",
      state: "complete",
      isConsistent: false,
      asOf: { from: "1704067200.3", to: "1704067200.3" },
      looked: sampleCheck.looked,
      findings: 3,
      criticalSince: "2023-12-31T23:59:55.000Z",
    });
  });

  it("say nothing about consistency until they are complete", async () => {
    const check = async () => ({ ...sampleCheck, state: "running", endedAt: null }) as const;
    const { body } = await httpClient({ check }).get("/api/sync/consistency/checks/run-1");
    expect(body.data).toMatchObject({ isConsistent: null, endedAt: null });
  });

  it("know every rule of the domain by its name", () => {
    expect(findingRuleSchema.options.toSorted()).toEqual(Object.keys(rules).toSorted());
  });
});

describe("GET /api/sync/consistency/checks/{id}/findings", () => {
  const path = "/api/sync/consistency/checks/run-1/findings";

  it("answers a page of findings, filtered by what was asked", async () => {
    const asked: unknown[] = [];
    const findings = (...request: readonly unknown[]) => {
      asked.push(request);
      return Promise.resolve({ items: [sampleFinding], next: "more" });
    };
    const { status, body } = await httpClient({ findings }).get(
      `${path}?rule=amount_mismatch&propertyId=64b7f1c2e4b0a1a2b3c4d5e6&limit=1&cursor=c`,
    );
    expect(status).toBe(200);
    expect(findingSchema.parse(body.data[0])).toEqual({ ...sampleFinding });
    expect(body.page).toEqual({ next: "more", limit: 1 });
    const filter = { rule: "amount_mismatch", propertyId: "64b7f1c2e4b0a1a2b3c4d5e6" };
    expect(asked).toEqual([["run-1", filter, { limit: 1, cursor: "c" }]]);
  });

  it("writes all of them out as CSV, whatever the number of pages", async () => {
    const pages: Record<string, unknown> = {};
    const findings = (_id: string, _filter: unknown, { cursor }: { cursor: string | null }) => {
      pages[String(cursor)] = true;
      const found = cursor === null ? "=1+1" : 'a "b", c';
      return Promise.resolve({ items: [{ ...sampleFinding, found }], next: cursor === null ? "second" : null });
    };
    const { status, headers, text } = await httpClient({ findings }).get(path, { Accept: "text/csv" });
    expect(status).toBe(200);
    expect(headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    const row = `1,amount_mismatch,critical,transactions,${sampleFinding.key},64b7f1c2e4b0a1a2b3c4d5e6,amount,283.33 USD`;
    expect(text).toBe(
      "number,rule,severity,collection,key,propertyId,field,expected,found,fix\r\n" +
        `${row},'=1+1,amend\r\n${row},"a ""b"", c",amend\r\n`,
    );
    expect(Object.keys(pages)).toEqual(["null", "second"]);
  });

  it("answers a problem where there is no such check, as CSV too", async () => {
    const findings = failing(new AppError("not_found", "There is no check run-1."));
    for (const headers of [{}, { Accept: "text/csv" }]) {
      const answer = await httpClient({ findings }).get(path, headers);
      expect(answer.status).toBe(404);
      expect(answer.body.code).toBe("not_found");
    }
  });

  it("refuses a rule that does not exist", async () => {
    expect((await httpClient().get(`${path}?rule=bad_luck`)).status).toBe(422);
  });
});

describe("a line of CSV", () => {
  it("leaves negative numbers alone and takes the power from formulas", () => {
    expect(csvLine(["-5.00", "-A1", "+1", "@x", null, 7])).toBe("-5.00,'-A1,'+1,'@x,,7\r\n");
    expect(csvLine(["two\r\nlines"])).toBe('"two\r\nlines"\r\n');
  });
});

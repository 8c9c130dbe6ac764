import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UseCases } from "../../src/application/use-cases.ts";
import { csvLine } from "../../src/contract/csv.ts";
import { credentials, httpClient } from "../support/http-client.ts";
import { propertyId, sampleRow } from "../support/http-samples.ts";

const path = `/api/sync/accounts/${propertyId}/transactions`;
const csv = { Accept: "text/csv" };

describe("an account's transactions as CSV", () => {
  it("are all of them in one file, page after page, whatever `limit` says", async () => {
    const asked: unknown[] = [];
    const exportTransactions: UseCases["exportTransactions"] = (_, { type }, page) => {
      asked.push([type, page]);
      return Promise.resolve({ items: [sampleRow], next: page.cursor === null ? "more" : null });
    };
    const { status, headers, text } = await httpClient({ exportTransactions }).get(`${path}?type=income&limit=1`, csv);

    expect(status).toBe(200);
    expect(headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("Content-Disposition")).toBe('attachment; filename="transactions.csv"');
    const [head, ...rows] = text.trimEnd().split("\r\n");
    expect(head).toMatch(/^id,occurredAt,type,status,origin,direction,amount,currency,/);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/^payments\/\w+\/income,2023-12-31T00:00:00.000Z,income,posted,sync,1,283.33,USD,/);
    expect(asked).toEqual([
      ["income", { limit: 1_000, cursor: null }],
      ["income", { limit: 1_000, cursor: "more" }],
    ]);
  });

  it.for([
    ["viewer", 403],
    ["operator", 403],
    ["accountant", 200],
    ["admin", 200],
  ] as const)("are given to %s: %i", async ([role, status]) => {
    const authenticate = () => Promise.resolve({ actor: "ann", roles: [role], companyId: null });
    const client = httpClient({}, { access: { ...credentials, authenticate } });
    const bearer = { Authorization: "Bearer token" };

    expect((await client.get(path, { ...csv, ...bearer })).status).toBe(status);
    expect((await client.get(path, bearer)).status).toBe(200);
  });
});

describe("a value in a CSV line", () => {
  it.for(["=1+1", "+44 20", "-2+3+cmd|' /C calc'!A0", "-1 apple", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1"])(
    "is no formula to a spreadsheet: %j",
    (text) => {
      expect(csvLine([text]).replace(/^"/, "")).toMatch(/^'/);
    },
  );

  it.for(["-12.50", "-3", "0"])("stays a number: %s", (text) => {
    expect(csvLine([text])).toBe(`${text}\r\n`);
  });

  it("can be read back as it was, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const line = csvLine([text]).slice(0, -2);
        const value = line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line;
        expect([text, `'${text}`]).toContain(value);
      }),
      { numRuns: 1_000 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditedNames, ruleOf } from "../../src/application/audit/audit-table.ts";
import { problemOf } from "../../src/dashboard/api/problem-of.ts";
import { actionWords } from "../../src/dashboard/pages/audit/audit-words.ts";
import { href, parseRoute } from "../../src/dashboard/routing/route.ts";
import { curlOf } from "../../src/dashboard/shared/curl.ts";
import { decimal, duration, inUtc, lag, relative, shortened } from "../../src/dashboard/shared/format.ts";
import { verdictOf } from "../../src/dashboard/shell/verdict-of.ts";

describe("an address", () => {
  it("says the page, what is behind it and the filters", () => {
    expect(parseRoute("#/runs/a%2Fb?state=failed&kind=full")).toEqual({
      page: "runs",
      path: ["a/b"],
      filter: { state: "failed", kind: "full" },
    });
    expect(parseRoute("")).toEqual({ page: "", path: [], filter: {} });
    expect(parseRoute("#/runs/%zz").path).toEqual(["%zz"]);
  });

  it("leads where it was made for, whatever is in it", () => {
    const text = fc.string({ minLength: 1, unit: "binary" }).filter((value) => value.isWellFormed());
    fc.assert(
      fc.property(text, text, text, (page, part, value) => {
        expect(parseRoute(href(page, [part], { filter: value }))).toEqual({
          page,
          path: [part],
          filter: { filter: value },
        });
      }),
    );
  });
});

describe("a number", () => {
  it.for([
    [0, "0 ms"],
    [99, "99 ms"],
    [140, "0.1 s"],
    [9_940, "9.9 s"],
    [61_000, "1 min 1 s"],
  ] as const)("of %i ms is the lag %s", ([ms, text]) => expect(lag(ms)).toBe(text));

  it.for([
    [900, "900 ms"],
    [59_000, "59 s"],
    [3_600_000, "1 h"],
    [90_000_000, "1 d 1 h"],
  ] as const)("of %i ms lasts %s", ([ms, text]) => expect(duration(ms)).toBe(text));

  it("of money keeps every digit, beyond what a double could", () => {
    expect(decimal("12345678901234567.89")).toBe("12,345,678,901,234,567.89");
    expect(decimal("-1200.50")).toBe("−1,200.50");
    expect(decimal("999")).toBe("999");
  });

  it("of time is told in both directions and in UTC", () => {
    const now = Date.UTC(2024, 0, 31, 2);
    expect(relative(now - 180_000, now)).toBe("3 min ago");
    expect(relative(now + 7_200_000, now)).toBe("in 2 h");
    expect(relative(now - 3 * 86_400_000, now)).toBe("3 days ago");
    expect(inUtc(now)).toBe("2024-01-31 02:00:00 UTC");
  });
});

describe("a command that is shown", () => {
  it("does what the button does, names the token and never shows it", () => {
    const body = { reason: "it's old" };
    expect(curlOf({ method: "POST", path: "/api/sync/real-time/stop", body }, "http://here", true)).toBe(
      [
        "curl -X POST 'http://here/api/sync/real-time/stop' \\",
        '  -H "Authorization: Bearer $LEDGERSYNC_TOKEN" \\',
        '  -H "Content-Type: application/json" \\',
        `  -d '{"reason":"it'\\''s old"}'`,
      ].join("\n"),
    );
  });
});

describe("the verdict", () => {
  const because = (...codes: readonly string[]) => codes.map((code) => ({ code }));

  it("is good only when the service says so", () => {
    expect(verdictOf({ status: "healthy", reasons: [] }, "live")).toEqual({ tone: "success", word: "In sync" });
    expect(verdictOf({ status: "unhealthy", reasons: because("breaker_open") }, "live").word).toBe("Not in sync");
    expect(verdictOf({ status: "degraded", reasons: because("breaker_open") }, "stopped").word).toBe("Needs a look");
  });

  it("names the gravest reason, whatever its place", () => {
    const reasons = because("lag_high", "critical_inconsistency");
    expect(verdictOf({ status: "unhealthy", reasons }, "live")).toEqual({ tone: "error", word: "Books differ" });
    expect(verdictOf({ status: "degraded", reasons: because("real_time_off") }, "stopped").word).toBe("Paused");
  });

  it("is amber, not red, while a database is away: that passes by itself; but not beside what does not", () => {
    const verdict = (...codes: readonly string[]) =>
      verdictOf({ status: "unhealthy", reasons: because(...codes) }, "waiting");
    expect(verdict("database_away")).toEqual({ tone: "warning", word: "A database is away" });
    expect(verdict("database_away", "needs_confirmation").tone).toBe("error");
    expect(verdict("database_away", "history_lost").tone).toBe("error");
  });
});

describe("an error", () => {
  it("is the service's problem where it has one, and else that nobody answered", () => {
    const problem = {
      code: "forbidden",
      title: "Forbidden",
      detail: "viewer may not do this.",
      traceId: "t1",
      errors: [],
    };
    expect(problemOf({ data: { problem } })).toEqual(problem);
    expect(problemOf(new TypeError("Failed to fetch")).code).toBe("unreachable");
    expect(problemOf({ data: { problem: { code: 1 } } }).code).toBe("unreachable");
  });
});

describe("an id", () => {
  it("is shortened in its middle, so that neighbours are still told apart", () => {
    expect(shortened("64b7f1c2e4b0a1a2b3c4d5e7")).toBe("64b7f1…b3c4d5e7");
    expect(shortened("~sbuilding 7")).toBe("~sbuilding 7");
  });
});

describe("the audit trail", () => {
  it("has words for every act that is kept", () => {
    const kept = auditedNames.filter((name) => ruleOf(name) !== null);
    expect(Object.keys(actionWords).sort()).toEqual([...kept, "fixRun"].sort());
  });
});

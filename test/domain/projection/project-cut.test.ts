import { describe, expect, it } from "vitest";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import { encodeId } from "../../../src/domain/ids.ts";
import { mergeCuts, projectCut } from "../../../src/domain/projection/project-cut.ts";
import type { SourceCut } from "../../../src/domain/source/source-cut.ts";
import { aPayment } from "../../support/arbitraries/payments.ts";
import { netRules } from "../../support/arbitraries/rules.ts";

const a = encodeId({ kind: "string", value: "a" });
const b = encodeId({ kind: "string", value: "b" });
const asOf = createClusterTime(1_700_000_000, 1);
const noKeys = { payments: [], properties: [], owners: [] };
const emptyCut: SourceCut = { asOf, payments: new Map(), properties: new Map(), owners: new Map() };

describe("a projected cut", () => {
  it("says of a payment that is not there that it was deleted, and of the rest that it is absent", () => {
    const cut = projectCut({ payments: [a], properties: [a], owners: [a] }, emptyCut, netRules);
    expect(cut.asOf).toBe(asOf);
    expect(cut.payments).toEqual(new Map([[a, { kind: "not_posted", reason: "deleted" }]]));
    expect(cut.properties).toEqual(new Map([[a, { kind: "absent" }]]));
    expect(cut.owners).toEqual(new Map([[a, { kind: "absent" }]]));
  });

  it("says nothing of documents that were not asked for", () => {
    const found: SourceCut = { ...emptyCut, payments: new Map([[b, aPayment(b)]]) };
    expect(projectCut({ ...noKeys, payments: [a] }, found, netRules).payments.has(b)).toBe(false);
  });

  it("rejects bytes that are no BSON, in any collection, without a field to blame", () => {
    const undecodable = { kind: "undecodable", id: a, reason: "invalid UTF-8" } as const;
    const found = new Map([[a, undecodable]]);
    const cut = projectCut(
      { payments: [a], properties: [a], owners: [a] },
      { asOf, payments: found, properties: found, owners: found },
      netRules,
    );
    const rejection = {
      kind: "rejected",
      code: "undecodable_document",
      field: "",
      expected: "valid BSON",
      found: "invalid UTF-8",
    };
    for (const states of [cut.payments, cut.properties, cut.owners]) expect(states.get(a)).toEqual(rejection);
  });

  it("grows by what was read later, and keeps its time", () => {
    const first = projectCut({ ...noKeys, payments: [a], owners: [a] }, emptyCut, netRules);
    const more = projectCut({ ...noKeys, properties: [a], owners: [b] }, emptyCut, netRules);
    const whole = mergeCuts(first, more);
    expect(whole.asOf).toBe(asOf);
    expect([...whole.payments.keys(), ...whole.properties.keys(), ...whole.owners.keys()]).toEqual([a, a, a, b]);
  });
});

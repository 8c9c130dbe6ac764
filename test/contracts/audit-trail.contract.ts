import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyAudit } from "../../src/application/audit/verify-audit.ts";
import type { AuditFilter, AuditTrail } from "../../src/application/ports/audit-trail.ts";
import { rowDigest } from "../../src/domain/audit/audit-facts.ts";
import type { AuditLine } from "../../src/domain/audit/audit-line.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import { anAuditEntry } from "../support/audit-samples.ts";
import { sha256 } from "../support/sha256.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, entryOf, type LedgerWorld, manualRowId } from "./ledger-world.ts";
import { objectId } from "./neutral-documents.ts";

/** What this suite needs of an accounting database. */
export type AuditHarness = AccountingHarness & {
  readonly audit: AuditTrail;
  /** What another instance has in its hands. */
  anotherAudit(): Promise<AuditTrail>;
};

const everything: AuditFilter = { actor: null, action: null, from: null, to: null };
const [house, flat] = [objectId(1), objectId(2)];

/** What every AuditTrail must do, and what the sink that shares it adds to it. */
export const describeAuditTrailContract = (name: string, createSubject: () => Promise<AuditHarness>): void => {
  describe(`audit trail: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: AuditHarness;
    let audit: AuditTrail;

    beforeEach(async () => {
      subject = await createSubject();
      ({ audit } = subject);
    });
    afterEach(async () => {
      expect(await verify()).toMatchObject({ faultCount: 0 });
      await subject.close();
    });

    const verify = () => verifyAudit({ audit, hash: sha256 }, null, signal);
    const list = (filter: Partial<AuditFilter> = {}, limit = 100, cursor: string | null = null) =>
      audit.list({ ...everything, ...filter }, { limit, cursor }, signal);
    const seqs = async (filter: Partial<AuditFilter> = {}) => (await list(filter)).items.map(({ seq }) => seq);

    it("begins empty", async () => {
      expect(await list()).toEqual({ items: [], next: null });
      expect(await audit.head(signal)).toEqual({ seq: 0, hash: "0".repeat(64) });
      expect(await audit.stored(null, 10, signal)).toEqual([]);
    });

    it("keeps an entry as it was told, in its place", async () => {
      const entry = anAuditEntry("o1", {
        subject: { failure: "payments/a/b" },
        before: { nested: { list: [1, "two", null, true, 2 ** 40, 0.5] } },
        after: null,
        code: "conflict",
        outcome: "refused",
        traceId: "t",
      });
      const line = await audit.append(entry, signal);
      expect(line).toMatchObject({ ...entry, seq: 1, previousHash: "0".repeat(64) });
      expect((await list()).items).toEqual([line]);
      expect(await audit.stored(null, 10, signal)).toEqual([{ seq: 1, line }]);
    });

    it("keeps what is no well-formed text as it can be kept, so that the hash holds", async () => {
      await audit.append(anAuditEntry("half \ud83c", { actor: { id: "\udf42", roles: [] } }), signal);
      expect((await list()).items[0]?.actor.id).toBe("\ufffd");
    });

    it("chains each line to the one before and notes the newest", async () => {
      const lines: AuditLine[] = [];
      for (const id of ["a", "b", "c"]) lines.push(await audit.append(anAuditEntry(id), signal));
      expect(lines.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(lines[2]?.previousHash).toBe(lines[1]?.hash);
      expect(await audit.head(signal)).toEqual({ seq: 3, hash: lines[2]?.hash });
    });

    it("has one intention and one outcome of an operation, however often it is told", async () => {
      const intention = await audit.append(anAuditEntry("a", { outcome: "intended" }), signal);
      const outcome = await audit.append(anAuditEntry("a"), signal);
      expect([intention.seq, outcome.seq]).toEqual([1, 2]);
      expect(await verify()).toMatchObject({ lines: 2, unknownCount: 0 });
    });

    it("tells of an intention of which no outcome is known", async () => {
      for (const id of ["a", "b", "c"]) await audit.append(anAuditEntry(id, { outcome: "intended" }), signal);
      await audit.append(anAuditEntry("b"), signal);
      expect(await verify()).toMatchObject({ unknownOutcomes: [1, 3], unknownCount: 2 });
    });

    it("stays one line after the other while two instances and the ledger's commits add to it at once", async () => {
      const other = await subject.anotherAudit();
      const world = await worldWithHouse();
      const adding = Array.from({ length: 30 }, (_, at) =>
        (at % 2 === 0 ? audit : other).append(anAuditEntry(`o${at}`), signal),
      );
      for (let at = 0; at < 8; at += 1) await world.manual({ kind: "enter", facts: entryOf(`e${at}`, house) });
      await Promise.all(adding);
      expect((await seqs()).sort((a, b) => a - b)).toEqual(Array.from({ length: 38 }, (_, at) => at + 1));
      expect((await audit.head(signal))?.seq).toBe(38);
    });

    it("lists by actor, act and time, newest first, page by page", async () => {
      const at = (ms: number) => ({ at: ms });
      await audit.append(anAuditEntry("a", { ...at(1_000), action: "stopRealTime" }), signal);
      await audit.append(anAuditEntry("b", { ...at(2_000), actor: { id: "eve", roles: [] } }), signal);
      await audit.append(anAuditEntry("c", at(3_000)), signal);
      await audit.append(anAuditEntry("d", at(4_000)), signal);
      expect(await seqs()).toEqual([4, 3, 2, 1]);
      expect(await seqs({ actor: "ann" })).toEqual([4, 3, 1]);
      expect(await seqs({ actor: "ann", action: "cancelRun" })).toEqual([4, 3]);
      expect(await seqs({ from: 2_000, to: 4_000 })).toEqual([3, 2]);
      const first = await list({ actor: "ann" }, 2);
      expect(first.items.map(({ seq }) => seq)).toEqual([4, 3]);
      await audit.append(anAuditEntry("e"), signal);
      const second = await list({ actor: "ann" }, 2, first.next);
      expect([second.items.map(({ seq }) => seq), second.next]).toEqual([[1], null]);
      await expect(list({}, 2, first.next)).rejects.toMatchObject({ code: "validation" });
    });

    it("gives what is stored in the order of the places, a page at a time", async () => {
      for (const id of ["a", "b", "c"]) await audit.append(anAuditEntry(id), signal);
      expect((await audit.stored(1, 1, signal)).map(({ seq }) => seq)).toEqual([2]);
      expect(await audit.stored(3, 1, signal)).toEqual([]);
      expect(await audit.strays(signal)).toBe(0);
    });

    const worldWithHouse = async (): Promise<LedgerWorld> => {
      const world = createLedgerWorld(subject.sink);
      world.putProperty(house);
      await world.commit({ properties: [house] });
      return world;
    };

    it("has the line of an entry and of its reversal with the commit, without their texts", async () => {
      const world = await worldWithHouse();
      await world.manual({ kind: "enter", facts: { ...entryOf("roof", house), notes: "call Ada" } });
      const [posted] = await subject.rows();
      const rowId = manualRowId("roof");
      await world.manual({ kind: "reverse", rowId, propertyId: house, reason: "Ada said so", actor: "eve" });
      const [voided] = await subject.rows();
      if (posted === undefined || voided === undefined) throw new Error("no row");
      const was = { rowId, status: "posted", digest: rowDigest(posted, sha256) };
      const is = { rowId, status: "void", digest: rowDigest(voided, sha256) };
      const { items } = await list();
      expect(items).toMatchObject([
        { seq: 2, action: "reverse", before: was, after: is, outcome: "succeeded" },
        { seq: 1, action: "enter", before: null, after: was, outcome: "succeeded" },
      ]);
      expect(JSON.stringify(items)).not.toMatch(/Ada|25000/);
    });

    it("has no line of an entry that the ledger refuses", async () => {
      const world = await worldWithHouse();
      await world.manual({ kind: "enter", facts: entryOf("roof", flat) });
      expect(await seqs()).toEqual([]);
    });

    it("has one line of a unit that was committed and whose reply was lost", async () => {
      const world = await worldWithHouse();
      const unit = { token: "once" };
      await world.manual({ kind: "enter", facts: entryOf("roof", house) }, unit);
      const again = await world.manual({ kind: "enter", facts: entryOf("roof", house) }, unit);
      expect(again.kind).toBe("already_committed");
      expect(await seqs()).toEqual([1]);
    });

    it("has the line of a dismissal with its reason", async () => {
      const world = await worldWithHouse();
      world.putPayment(flat, house, { amount: "nonsense" });
      await world.commit({ payments: [flat] });
      await world.dismiss(documentKey("payments", flat));
      await world.dismiss(documentKey("payments", flat));
      expect((await list()).items).toMatchObject([
        {
          action: "dismiss",
          before: { state: "open" },
          after: { state: "resolved", resolution: { kind: "dismissed", reason: "a test document", actor: "eve" } },
        },
      ]);
    });
  });
};

import type { CheckStore, NumberedFinding } from "../../application/ports/check-store.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { compareText, pageOf } from "./page-of.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryCheckStore = (store: LedgerStore, step: Step): CheckStore => ({
  save: (check, epoch, signal) =>
    step("checks.save", signal, () => {
      const known = store.checks.get(check.id);
      if (known !== undefined && known.epoch > epoch) return "fenced";
      store.checks.set(check.id, { check: frozenCopy(check), epoch });
      return "saved";
    }),
  get: (id, signal) => step("checks.get", signal, () => store.checks.get(id)?.check ?? null),
  latest: (signal) =>
    step("checks.latest", signal, () => {
      const complete = [...store.checks.values()].flatMap(({ check }) => (check.state === "complete" ? check : []));
      return complete.sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0) || compareText(b.id, a.id))[0] ?? null;
    }),
  unfinishedRounds: (signal) =>
    step("checks.unfinishedRounds", signal, () =>
      [...store.checks.values()]
        .flatMap(({ check }) => (check.isContinuous && check.state === "running" ? check : []))
        .toSorted((a, b) => b.startedAt - a.startedAt || compareText(b.id, a.id)),
    ),
  addFindings: (checkId, findings, signal) =>
    step("checks.addFindings", signal, () => {
      const known = store.findings.get(checkId) ?? new Map<number, NumberedFinding>();
      store.findings.set(checkId, known);
      for (const finding of findings) if (!known.has(finding.number)) known.set(finding.number, frozenCopy(finding));
    }),
  findings: (checkId, { rule, propertyId }, page, signal) =>
    step("checks.findings", signal, () => {
      const items = [...(store.findings.get(checkId)?.values() ?? [])].filter(
        (finding) =>
          (rule === null || finding.rule === rule) && (propertyId === null || finding.propertyId === propertyId),
      );
      const keyOf = ({ number }: NumberedFinding): number => number;
      const question = ["findings", checkId, rule, propertyId];
      return pageOf({ items, keyOf, compare: (a, b) => a - b, question }, page);
    }),
});

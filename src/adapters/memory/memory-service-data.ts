import type { ServiceData } from "../../application/ports/service-data.ts";
import { isOver } from "../../domain/sync/run.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryServiceData = (store: LedgerStore, step: Step): ServiceData => ({
  removeExpired: (before, signal) =>
    step("serviceData.removeExpired", signal, () => {
      const goneChecks = namesWhere(store.checks, ({ check }) => check.startedAt < before.checks);
      const gonePlans = namesWhere(store.fixPlans, ({ plan }) => plan.createdAt < before.checks);
      let removed = 0;
      for (const id of goneChecks) removed += store.findings.get(id)?.size ?? 0;
      for (const id of gonePlans) removed += store.fixItems.get(id)?.size ?? 0;
      const runs = namesWhere(store.runs, ({ run }) => isOver(run) && (run.endedAt ?? Infinity) < before.runs);
      const failures = namesWhere(
        store.failures,
        ({ resolvedAt, resolution }) =>
          resolution !== null && resolution.kind !== "dismissed" && (resolvedAt ?? Infinity) < before.failures,
      );
      const commands = namesWhere(store.commands, ({ createdAt }) => createdAt < before.commands);
      removed += drop(store.runs, runs) + drop(store.failures, failures) + drop(store.commands, commands);
      removed += drop(store.checks, goneChecks) + drop(store.fixPlans, gonePlans);
      drop(store.findings, goneChecks);
      drop(store.fixItems, gonePlans);
      return removed;
    }),
});

const namesWhere = <Name, Value>(all: ReadonlyMap<Name, Value>, isMeant: (value: Value) => boolean): readonly Name[] =>
  [...all].flatMap(([name, value]) => (isMeant(value) ? [name] : []));

const drop = <Name>(from: Map<Name, unknown>, names: readonly Name[]): number => {
  for (const name of names) from.delete(name);
  return names.length;
};

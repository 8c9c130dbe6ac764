import type { CheckPlace } from "../domain/consistency/check.ts";
import { compareAccounts, orphanedOwnerFindings } from "../domain/consistency/compare-accounts.ts";
import { unprojectableFindings } from "../domain/consistency/unprojectable.ts";
import type { Id } from "../domain/ids.ts";
import { type ProjectedCut, projectCut } from "../domain/projection/project-cut.ts";
import type { CheckPorts } from "./check-payments.ts";
import { withOwners } from "./reconcile.ts";
import { retryTransient } from "./retry-transient.ts";
import { settleProperties } from "./settle-suspects.ts";
import { pageSizeAt, throttle } from "./throttle.ts";

/** Source → ledger: every property and its owners against its head. */
export const checkProperties = async (ports: CheckPorts, place: CheckPlace, signal: AbortSignal): Promise<void> => {
  // Safe: this phase records the ids of its documents.
  let after = place.after as Id | null;
  for (;;) {
    const startedAt = ports.clock.monotonic();
    const behind: Id | null = after;
    const { ids, cut }: Page = await retryTransient(ports, () => readPage(ports, behind, signal), signal);
    ports.notes.readAt(cut.asOf);
    const last = ids.at(-1);
    if (last === undefined) return;
    await comparePage(ports, ids, cut, signal);
    after = last;
    await ports.progress.passed({ ...place, after });
    await throttle(ports, ids.length, startedAt, signal);
  }
};

type Page = { readonly ids: readonly Id[]; readonly cut: ProjectedCut };

const readPage = async (ports: CheckPorts, after: Id | null, signal: AbortSignal): Promise<Page> => {
  for (;;) {
    const { ids, cut } = await ports.source.readPage("properties", { after, limit: pageSizeAt(ports) }, signal);
    const projected = projectCut({ payments: [], properties: ids, owners: [] }, cut, ports.rules);
    const whole = await withOwners(ports, projected, signal);
    if (whole.kind === "read") return { ids, cut: whole.cut };
  }
};

const comparePage = async (
  ports: CheckPorts,
  ids: readonly Id[],
  cut: ProjectedCut,
  signal: AbortSignal,
): Promise<void> => {
  const { notes, scanner } = ports;
  await notes.report([...unprojectableFindings(cut, ["properties", "owners"]), ...orphanedOwnerFindings(cut)]);
  const heads = await retryTransient(ports, () => scanner.heads(ids, signal), signal);
  await settleProperties(ports, [...compareAccounts(cut, heads).keys()], signal);
  notes.looked({ properties: ids.length });
};

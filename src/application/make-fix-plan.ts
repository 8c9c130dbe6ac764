import { compareTotals } from "../domain/consistency/compare-totals.ts";
import type { Finding } from "../domain/consistency/finding.ts";
import {
  changeOf,
  type FixItem,
  type FixPlan,
  type FixTarget,
  fixItemsMax,
  fixNeedsConfirmation,
  fixOf,
  isSafeFix,
  preconditionOf,
} from "../domain/consistency/fix-plan.ts";
import { type Id, paymentIdOfRow, type RowId } from "../domain/ids.ts";
import { AppError } from "./errors.ts";
import { createFindingsCollector } from "./findings-collector.ts";
import type { CheckStore } from "./ports/check-store.ts";
import type { FixPlanStore } from "./ports/fix-plan-store.ts";
import type { LedgerReader } from "./ports/ledger-reader.ts";
import { retryTransient } from "./retry-transient.ts";
import { type SettlePorts, settlePayments, settleProperties } from "./settle-suspects.ts";

export type MakePlanPorts = Omit<SettlePorts, "notes"> & {
  readonly checks: CheckStore;
  readonly fixPlans: FixPlanStore;
  readonly ledger: LedgerReader;
  readonly epoch: bigint;
  readonly newToken: () => string;
  readonly hash: (text: string) => string;
};

export type PlanOrder = {
  readonly checkId: string;
  readonly actor: string;
  /** Leaves out what only a person may decide. */
  readonly isSafeOnly: boolean;
};

const findingsAtOnce = 1_000;
const itemsAtOnce = 1_000;
const accountsAtOnce = 500;

/** Looks at everything that a check offers to mend as it is now, and writes down what would be done. Changes no row and no head. */
export const makeFixPlan = async (ports: MakePlanPorts, order: PlanOrder, signal: AbortSignal): Promise<FixPlan> => {
  const named = await readNamed(ports, order.checkId, signal);
  const parts = [
    ...(await paymentItems(ports, [...named.payments], signal)),
    ...(await propertyItems(ports, [...named.properties], signal)),
  ];
  const created = new Set(parts.flatMap(({ fix, target }) => (fix === "create" ? target.id : [])));
  parts.push(
    ...(await totalsItems(
      ports,
      [...named.totals].filter((id) => !created.has(id)),
      signal,
    )),
  );
  const wanted = order.isSafeOnly ? parts.filter(isSafeFix) : parts;
  const items = wanted.map((part, index) => ({ ...part, number: index + 1 }));
  const plan = await planOf(ports, order, { items, isTruncated: named.isTruncated }, signal);
  for (let start = 0; start < items.length; start += itemsAtOnce) {
    const some = items.slice(start, start + itemsAtOnce);
    await retryTransient(ports, () => ports.fixPlans.addItems(plan.id, some, signal), signal);
  }
  await retryTransient(ports, () => ports.fixPlans.save(plan, ports.epoch, signal), signal);
  return plan;
};

type Named = {
  readonly payments: Set<Id>;
  readonly properties: Set<Id>;
  readonly totals: Set<Id>;
  readonly isTruncated: boolean;
};

/** The documents of the findings that a fix is offered for. */
const readNamed = async (ports: MakePlanPorts, checkId: string, signal: AbortSignal): Promise<Named> => {
  const check = await retryTransient(ports, () => ports.checks.get(checkId, signal), signal);
  if (check === null) throw new AppError("not_found", `There is no check ${checkId}.`);
  if (check.state === "running") throw new AppError("conflict", `Check ${checkId} is not over yet.`);
  const named = { payments: new Set<Id>(), properties: new Set<Id>(), totals: new Set<Id>() };
  let cursor: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<CheckStore["findings"]>> = await readFindings(ports, checkId, cursor, signal);
    for (const finding of page.items) {
      if (named.payments.size + named.properties.size + named.totals.size >= fixItemsMax)
        return { ...named, isTruncated: true };
      nameDocument(named, finding);
    }
    if (page.next === null) return { ...named, isTruncated: check.isTruncated };
    cursor = page.next;
  }
};

const readFindings = (ports: MakePlanPorts, checkId: string, cursor: string | null, signal: AbortSignal) => {
  const any = { rule: null, propertyId: null };
  const page = { limit: findingsAtOnce, cursor };
  return retryTransient(ports, () => ports.checks.findings(checkId, any, page, signal), signal);
};

const nameDocument = (named: Omit<Named, "isTruncated">, { fix, rule, collection, key, propertyId }: Finding): void => {
  if (fix === null) return;
  if (collection === "transactions") {
    // Safe: a finding about a transaction has its row id as key.
    const paymentId = paymentIdOfRow(key as RowId);
    if (paymentId !== null) named.payments.add(paymentId);
  } else if (propertyId !== null) {
    if (fix !== "recompute") named.properties.add(propertyId);
    // Rows without a head: whether their property exists or not, the head must say what they add up to.
    if (fix === "recompute" || rule === "missing_account") named.totals.add(propertyId);
  }
};

type Part = Omit<FixItem, "number">;

const paymentItems = async (
  ports: MakePlanPorts,
  ids: readonly Id[],
  signal: AbortSignal,
): Promise<readonly Part[]> => {
  const notes = createFindingsCollector();
  await settlePayments({ ...ports, notes }, ids, signal);
  // Safe: what is reported of payments' rows has a row id as key.
  const idOf = ({ key }: Finding): Id | null => paymentIdOfRow(key as RowId);
  return partsOf(notes.findings, idOf, (id) => ({ kind: "payment", id }));
};

const propertyItems = async (
  ports: MakePlanPorts,
  ids: readonly Id[],
  signal: AbortSignal,
): Promise<readonly Part[]> => {
  const notes = createFindingsCollector();
  await settleProperties({ ...ports, notes }, ids, signal);
  return partsOf(
    notes.findings,
    ({ propertyId }) => propertyId,
    (id) => ({ kind: "property", id }),
  );
};

const totalsItems = async (ports: MakePlanPorts, ids: readonly Id[], signal: AbortSignal): Promise<readonly Part[]> => {
  const findings: Finding[] = [];
  for (let start = 0; start < ids.length; start += accountsAtOnce)
    findings.push(...(await totalsFindings(ports, ids.slice(start, start + accountsAtOnce), signal)));
  return partsOf(
    findings,
    ({ propertyId }) => propertyId,
    (id) => ({ kind: "totals", id }),
  );
};

/** These accounts against the sums of their rows, as they are now. */
export const totalsFindings = async (
  { scanner, ...ports }: Pick<MakePlanPorts, "scanner" | "clock" | "random" | "onWaiting">,
  ids: readonly Id[],
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const { heads, sums } = await retryTransient(ports, () => scanner.sumsOf(ids, signal), signal);
  const known = new Map(heads.map((head) => [head.propertyId, head]));
  return ids.flatMap((id) => {
    const head = known.get(id) ?? null;
    return head === null && !sums.has(id) ? [] : compareTotals(id, head, sums.get(id) ?? new Map());
  });
};

const partsOf = (
  findings: readonly Finding[],
  idOf: (finding: Finding) => Id | null,
  targetOf: (id: Id) => FixTarget,
): readonly Part[] => {
  const byId = new Map<Id, Finding[]>();
  for (const finding of findings) {
    const id = idOf(finding);
    if (id !== null) byId.set(id, [...(byId.get(id) ?? []), finding]);
  }
  return [...byId].flatMap(([id, own]) => {
    const fix = fixOf(own);
    const propertyId = own[0]?.propertyId ?? null;
    return fix === null ? [] : { fix, target: targetOf(id), propertyId, changes: own.map(changeOf) };
  });
};

type Content = Pick<FixPlan, "isTruncated"> & { readonly items: readonly FixItem[] };

const planOf = async (
  ports: MakePlanPorts,
  { checkId, actor }: PlanOrder,
  { items, isTruncated }: Content,
  signal: AbortSignal,
): Promise<FixPlan> => {
  const byFix: Partial<Record<FixItem["fix"], number>> = {};
  for (const { fix } of items) byFix[fix] = (byFix[fix] ?? 0) + 1;
  const accounts = new Set(items.map(({ propertyId }) => propertyId)).size;
  const scope = { items: items.length, accounts, byFix };
  const counts = await retryTransient(ports, () => readCounts(ports, signal), signal);
  return {
    id: ports.newToken(),
    checkId,
    actor,
    createdAt: ports.clock.now(),
    planHash: ports.hash(items.map(({ changes }) => preconditionOf(changes)).join("\n\n")),
    ...scope,
    confirmation: fixNeedsConfirmation({ ...scope, ...counts }),
    isTruncated,
    appliedBy: null,
  };
};

const readCounts = async ({ ledger, source }: MakePlanPorts, signal: AbortSignal) => {
  const [{ accounts }, sourcePayments, sourceProperties] = await Promise.all([
    ledger.counts(signal),
    source.count("payments", signal),
    source.count("properties", signal),
  ]);
  return { activeAccounts: accounts, sourcePayments, sourceProperties };
};

import type { UseCaseName } from "../../src/application/access/permissions.ts";
import { propertyId, sampleFixPlan, sampleSchedule } from "../support/http-samples.ts";

/** Not what stands behind `Prefer: wait` and is no operation of its own, nor the stream, which has no one answer. */
export type ParityName = Exclude<UseCaseName, "exportTransactions" | "waitForRun" | "events">;

export type RestCall = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
};

/** The same request over both transports. */
export type UseCaseCall = { readonly rest: RestCall; readonly kind: "query" | "mutation"; readonly input?: object };

const api = "/api/sync";
const get = (path: string, input?: object): UseCaseCall => call("query", { method: "GET", path: api + path }, input);
const post = (path: string, input?: object, rest: Partial<RestCall> = {}): UseCaseCall =>
  call("mutation", { method: "POST", path: api + path, ...rest }, input);
const call = (kind: UseCaseCall["kind"], rest: RestCall, input: object | undefined): UseCaseCall => ({
  kind,
  rest,
  ...(input === undefined ? {} : { input }),
});

const { name } = sampleSchedule.schedule;
const schedule = `/schedules/${name}`;
const account = `/accounts/${propertyId}`;
const failureId = `payments/${propertyId}`;
const failure = `/failures/${encodeURIComponent(failureId)}`;
const rowId = "manual/abc";
const entry = {
  type: "repair",
  amount: "150.00",
  currency: "USD",
  description: "lock",
  occurredAt: "2024-01-01T00:00:00Z",
};
const idempotencyKey = "key-of-a-lock";
const keyed = { headers: { "Idempotency-Key": idempotencyKey } };
const reason = "typo";
const { planHash } = sampleFixPlan;
const definition = { name: "nightly", cronExpression: "0 2 * * *", kind: "deep", enabled: false, runCount: 0 };
const line = { cronExpression: "0 2 * * *", timezone: "Europe/Berlin" };
const ifMatch = '"7", "8"';

/** Every use case. Total by its type: a new one does not compile until it can be asked for both ways. */
export const useCaseCalls: Readonly<Record<ParityName, UseCaseCall>> = {
  me: get("/me"),
  status: get("/status"),
  stats: get("/stats"),
  health: get("/health"),
  history: get("/history?window=1h", { window: "1h" }),
  metrics: call("query", { method: "GET", path: "/metrics" }, undefined),
  ready: call("query", { method: "GET", path: "/readyz" }, undefined),
  startRealTime: post("/real-time/start"),
  stopRealTime: post("/real-time/stop", { reason }, { body: { reason } }),
  startFullSync: post("/full", { deep: true, confirm: "run-0" }, { body: { deep: true, confirm: "run-0" } }),
  runs: get("/runs?kind=full&state=failed&schedule=nightly&limit=7&cursor=abc", {
    kind: "full",
    state: "failed",
    schedule: "nightly",
    limit: 7,
    cursor: "abc",
  }),
  run: get("/runs/run-1", { id: "run-1" }),
  cancelRun: post("/runs/run-1/cancel", { id: "run-1" }),
  account: get(account, { propertyId }),
  accounts: get("/accounts?search=acacia&status=active&ownerId=~n7&companyId=~sacme", {
    ...{ search: "acacia", status: "active", ownerId: "~n7", companyId: "~sacme" },
  }),
  transactions: get(`${account}/transactions?type=repair&currency=USD&from=2024-01-01T00:00:00Z&limit=200`, {
    ...{ propertyId, type: "repair", currency: "USD", from: "2024-01-01T00:00:00Z", limit: 200 },
  }),
  enterTransaction: post(
    `${account}/transactions`,
    { ...entry, propertyId, idempotencyKey },
    { ...keyed, body: entry },
  ),
  reverseTransaction: post(
    `${account}/transactions/${encodeURIComponent(rowId)}/reverse`,
    { propertyId, id: rowId, reason, idempotencyKey },
    { ...keyed, body: { reason } },
  ),
  failures: get("/failures?state=open&collection=payments&code=money_invalid", {
    ...{ state: "open", collection: "payments", code: "money_invalid" },
  }),
  failureGroups: get("/failures/groups"),
  failure: get(failure, { id: failureId }),
  retryFailure: post(`${failure}/retry`, { id: failureId }),
  retryFailures: post("/failures/retry", { state: "open" }, { body: { state: "open" } }),
  dismissFailure: post(`${failure}/dismiss`, { id: failureId, reason }, { body: { reason } }),
  explain: get(`/explain/payments/${propertyId}`, { collection: "payments", id: propertyId }),
  schedules: get("/schedules"),
  schedule: get(schedule, { name }),
  createSchedule: post("/schedules", definition, { body: definition }),
  changeSchedule: post(
    schedule,
    { name, ifMatch, cronExpression: "0 3 * * *", enabled: true },
    { method: "PUT", headers: { "If-Match": ifMatch }, body: { cronExpression: "0 3 * * *", enabled: true } },
  ),
  deleteSchedule: post(schedule, { name, ifMatch }, { method: "DELETE", headers: { "If-Match": ifMatch } }),
  triggerSchedule: post(`${schedule}/trigger`, { name }),
  previewSchedule: post("/schedules/preview", line, { body: line }),
  resumeSchedules: post("/schedules/start-all"),
  pauseSchedules: post("/schedules/stop-all"),
  consistency: get("/consistency?fresh=true", { fresh: true }),
  startCheck: post("/consistency/checks"),
  check: get("/consistency/checks/run-1", { id: "run-1" }),
  findings: get(`/consistency/checks/run-1/findings?rule=amount_mismatch&propertyId=${propertyId}&limit=3`, {
    ...{ id: "run-1", rule: "amount_mismatch", propertyId, limit: 3 },
  }),
  makeFixPlan: post("/consistency/checks/run-1/fix-plans", { id: "run-1" }),
  fixPlan: get("/consistency/fix-plans/plan-1", { id: "plan-1" }),
  fixItems: get("/consistency/fix-plans/plan-1/items?limit=2", { id: "plan-1", limit: 2 }),
  audit: get("/audit?actor=ann&action=cancelRun&from=2024-01-01T00:00:00Z&limit=7&cursor=abc", {
    ...{ actor: "ann", action: "cancelRun", from: "2024-01-01T00:00:00Z", limit: 7, cursor: "abc" },
  }),
  applyFixPlan: post(
    "/consistency/fix-plans/plan-1/apply",
    { id: "plan-1", planHash, only: [1], confirm: true },
    { body: { planHash, only: [1], confirm: true } },
  ),
};

// Safe: `Object.keys` of a record of just these keys.
export const parityNames = Object.keys(useCaseCalls) as readonly ParityName[];

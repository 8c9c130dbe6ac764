import { OpenAPIHono } from "@hono/zod-openapi";
import { cors } from "hono/cors";
import { requestId } from "hono/request-id";
import type { UseCases } from "../application/use-cases.ts";
import type { HttpApp, HttpEnv } from "./http-env.ts";
import type { HttpOptions } from "./http-options.ts";
import { authenticate } from "./middleware/authenticate.ts";
import { deadline } from "./middleware/deadline.ts";
import { limitBody } from "./middleware/limit-body.ts";
import { limitRate } from "./middleware/limit-rate.ts";
import { refuseCrossSite } from "./middleware/refuse-cross-site.ts";
import { refuseForeignHost } from "./middleware/refuse-foreign-host.ts";
import { reportAnswers } from "./middleware/report-answers.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { thrownValuesAreErrors } from "./middleware/thrown-values.ts";
import { traceRequest } from "./middleware/trace-request.ts";
import { addMount, introduceMount } from "./mount.ts";
import { handleErrors } from "./problem/handle-errors.ts";
import { refuseInvalid } from "./problem/refuse-invalid.ts";
import { addAccountRoutes } from "./routes/accounts.ts";
import { addAllSchedulesRoutes } from "./routes/all-schedules.ts";
import { addAuditRoute } from "./routes/audit.ts";
import { addConsistencyRoutes } from "./routes/consistency.ts";
import { addDashboardRoutes } from "./routes/dashboard.ts";
import { addEnterTransactionRoute } from "./routes/enter-transaction.ts";
import { addEventRoute } from "./routes/events.ts";
import { addExplainRoute } from "./routes/explain.ts";
import { addFailureRoutes } from "./routes/failures.ts";
import { addFindingRoutes } from "./routes/findings.ts";
import { addFixPlanRoutes } from "./routes/fix-plans.ts";
import { addFullSyncRoute } from "./routes/full-sync.ts";
import { addHealthRoute } from "./routes/health.ts";
import { addHistoryRoute } from "./routes/history.ts";
import { addMeRoute } from "./routes/me.ts";
import { addMetricsRoute } from "./routes/metrics.ts";
import { addOpenApiRoute } from "./routes/openapi-text.ts";
import { addProbeRoutes } from "./routes/probes.ts";
import { addRealTimeRoutes } from "./routes/real-time.ts";
import { addReverseTransactionRoute } from "./routes/reverse-transaction.ts";
import { addRunRoutes } from "./routes/runs.ts";
import { addScheduleRoutes } from "./routes/schedules.ts";
import { addStatusRoutes } from "./routes/status.ts";
import { addTransactionRoute } from "./routes/transactions.ts";

/** The service over HTTP: it translates, the use cases decide. */
export const createHttpApp = (useCases: UseCases, options: HttpOptions): HttpApp => {
  const app: HttpApp = new OpenAPIHono<HttpEnv>({ defaultHook: refuseInvalid });
  addMiddleware(app, useCases, options);
  for (const addRoutes of routeGroups) addRoutes(app, { ...options, useCases });
  for (const mount of options.mounts) addMount(app, mount, options.onServerError);
  return app;
};

/** What a page of another site may read of an answer, beside its body. */
const exposedHeaders = ["ETag", "Idempotency-Replayed", "Link", "Location", "Retry-After", "X-Request-Id"];

/** Longest ids that callers may give their requests. Unit: characters. */
const requestIdLengthMax = 128;

/** The order matters: what stands first also sees the answers of what stands below, refusals included. */
const addMiddleware = (app: HttpApp, useCases: UseCases, options: HttpOptions): void => {
  const { access, corsOrigins, mounts, now } = options;
  app.use(requestId({ limitLength: requestIdLengthMax }), traceRequest, reportAnswers(options), securityHeaders);
  app.use(thrownValuesAreErrors);
  for (const mount of mounts) app.use(`${mount.path}/*`, introduceMount(mount));
  handleErrors(app, options.onServerError);
  app.use(deadline(options.requestTimeoutMs), limitBody(options.bodyBytesMax));
  if (corsOrigins.length > 0) app.use(cors({ origin: [...corsOrigins], exposeHeaders: [...exposedHeaders] }));
  if (access.kind === "this_machine") app.use(refuseForeignHost, refuseCrossSite);
  const authenticated = authenticate(useCases, options);
  app.use("/metrics", authenticated);
  const guards = [authenticated, ...(access.kind === "credentials" ? [limitRate(access, now)] : [])];
  for (const path of ["/api", ...mounts.map((mount) => mount.path)]) app.use(`${path}/*`, ...guards);
};

const routeGroups = [
  addRealTimeRoutes,
  addFullSyncRoute,
  addMeRoute,
  addStatusRoutes,
  addHealthRoute,
  addHistoryRoute,
  addRunRoutes,
  addConsistencyRoutes,
  addFindingRoutes,
  addFixPlanRoutes,
  addAllSchedulesRoutes,
  addScheduleRoutes,
  addFailureRoutes,
  addExplainRoute,
  addEventRoute,
  addAuditRoute,
  addAccountRoutes,
  addTransactionRoute,
  addEnterTransactionRoute,
  addReverseTransactionRoute,
  addProbeRoutes,
  addMetricsRoute,
  addOpenApiRoute,
  addDashboardRoutes,
];

/**
 * Every span and every attribute of the service's own, by its one name; what the driver's spans say is in
 * `adapters/open-telemetry`. No name, contact data, free text, amount or id of a person has a place here.
 */
export const spanNames = {
  /** From when the main database wrote the oldest change of a batch until the batch took it up: what a payment waits. */
  change: "source.change",
  /** One unit of work on its way to the ledger, from its reading to its commit. */
  batch: "sync.batch",
  /** One run from its beginning to its end, or until its leader lost its place. */
  run: "sync.run",
  /** An order that another instance was given, carried out by the one that leads. */
  command: "sync.command",
  /** A tick of a schedule, deciding about its run. */
  tick: "schedule.tick",
} as const;

export const spanAttributes = {
  batchKind: "sync.batch.kind",
  batchCause: "sync.batch.cause",
  batchOutcome: "sync.batch.outcome",
  batchEvents: "sync.batch.events",
  batchKeys: "sync.batch.keys",
  batchApplied: "sync.batch.applied",
  batchUnchanged: "sync.batch.unchanged",
  batchNotPosted: "sync.batch.not_posted",
  batchFailed: "sync.batch.failed",
  batchRowsChanged: "sync.batch.rows_changed",
  batchCommitNo: "sync.batch.commit_no",
  /** The first payments of a batch, by ids that are bare ObjectIds: an id of another type may say anything. */
  batchPaymentIds: "sync.batch.payment_ids",
  runId: "sync.run.id",
  runKind: "sync.run.kind",
  runTrigger: "sync.run.trigger",
  runState: "sync.run.state",
  runResumed: "sync.run.resumed",
  runRead: "sync.run.read",
  runApplied: "sync.run.applied",
  runUnchanged: "sync.run.unchanged",
  runNotPosted: "sync.run.not_posted",
  runFailed: "sync.run.failed",
  runRetracted: "sync.run.retracted",
  commandName: "sync.command.name",
  scheduleKind: "schedule.kind",
  schedulePlannedAt: "schedule.planned_at",
  scheduleMissed: "schedule.missed",
  // OpenTelemetry's own names: https://opentelemetry.io/docs/specs/semconv/
  errorType: "error.type",
  exceptionType: "exception.type",
  requestMethod: "http.request.method",
  requestRoute: "http.route",
  responseStatus: "http.response.status_code",
} as const;

export const spanEvents = {
  /** The source has been read and projected. */
  read: "source.read",
  /** Every unit before this one is committed. */
  turn: "lane.turn",
  exception: "exception",
} as const;

/** Payments that a span names. */
export const namedPaymentsMax = 20;

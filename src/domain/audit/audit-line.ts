/** Plain JSON: whatever stores it gives it back as it was. */
export type AuditValue =
  | null
  | boolean
  | number
  | string
  | readonly AuditValue[]
  | { readonly [field: string]: AuditValue };

/** A state before or after, without anything personal. */
export type AuditFacts = { readonly [field: string]: AuditValue };

/** The ids of what an act is about, by their names: `propertyId`, `schedule`, `runId` … */
export type AuditSubject = Readonly<Record<string, string>>;

/**
 * `intended` stands before an act whose outcome comes as a line of its own; without that line nobody knows what became of it.
 * `refused` = nothing was done; `failed` = it went wrong, and may be done in part.
 */
export const auditOutcomes = ["intended", "succeeded", "refused", "failed"] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** What is to be kept of an act. */
export type AuditEntry = {
  /** The same on the line of an intention and on that of its outcome. */
  readonly operationId: string;
  /** Milliseconds since the epoch, for people: the order is that of `seq`. */
  readonly at: number;
  /** Who, and the roles they had then; never what they proved it with. No roles: the service itself. */
  readonly actor: { readonly id: string; readonly roles: readonly string[] };
  /** Name of the use case, or `fixRun` for the carrying out of a fix plan. */
  readonly action: string;
  readonly subject: AuditSubject;
  readonly before: AuditFacts | null;
  readonly after: AuditFacts | null;
  readonly outcome: AuditOutcome;
  /** Why it was refused or has failed. */
  readonly code: string | null;
  readonly requestId: string | null;
  readonly traceId: string | null;
};

/** An entry in its place: `hash` stands for the whole line and, by `previousHash`, for every line before it. */
export type AuditLine = AuditEntry & {
  /** From 1 on, without gaps. */
  readonly seq: number;
  readonly previousHash: string;
  /** SHA-256 of the line without this field as canonical JSON, hex. */
  readonly hash: string;
};

/** An operation has at most one line of each. */
export const isIntention = ({ outcome }: AuditEntry): boolean => outcome === "intended";

import { HTTPException } from "hono/http-exception";
import type { ProblemReport } from "../../contract/problem-report.ts";

/** The library's own refusals, by the status it throws; it gives no code. */
const reportsByStatus: Readonly<Record<number, ProblemReport>> = {
  400: { code: "malformed_json", detail: "The body is not JSON." },
  415: { code: "unsupported_media_type", detail: "Send the body as JSON, with Content-Type: application/json." },
};

/** What a refusal thrown inside the HTTP library means; null for any other error. */
export const transportReportOf = (error: unknown): ProblemReport | null =>
  error instanceof HTTPException ? (reportsByStatus[error.status] ?? null) : null;

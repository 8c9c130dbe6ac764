import { AppError } from "../../application/errors.ts";
import { internalReport, type ProblemReport, refusalReportOf } from "../../contract/problem-report.ts";
import { transportReportOf } from "./transport-error.ts";

/** What a caller is told about an error. */
export const errorReportOf = (error: unknown): ProblemReport =>
  error instanceof AppError ? refusalReportOf(error) : (transportReportOf(error) ?? internalReport);

import { AppError } from "../../application/errors.ts";
import { runPath } from "../run-path.ts";
import type { ProblemReport } from "./answer-problem.ts";
import { transportReportOf } from "./transport-error.ts";

/** What a caller is told about an error. An unknown one says nothing about itself: its text may hold anything. */
export const errorReportOf = (error: unknown): ProblemReport => {
  if (!(error instanceof AppError)) return transportReportOf(error) ?? internalReport;
  if (error.code === "internal") return internalReport;
  if (error.code === "run_active") return runActiveReport(error);
  return { code: error.code, detail: error.message, errors: error.details };
};

const internalReport: ProblemReport = { code: "internal", detail: "Internal error" };

/** `run_active` names the run in the way in its first detail. */
const runActiveReport = ({ code, message, details: [first] }: AppError): ProblemReport =>
  first === undefined ? { code, detail: message } : { code, detail: message, activeRun: runPath(first.message) };

import type { AuditLine } from "../../domain/audit/audit-line.ts";
import { never } from "../caller.ts";
import type { Pipeline } from "../pipeline.ts";
import type { AuditFilter } from "../ports/audit-trail.ts";
import type { Page, PageRequest } from "../ports/ledger-reader.ts";

export type AuditUseCases = {
  /** Who did what, newest first. */
  audit(filter: AuditFilter, page: PageRequest): Promise<Page<AuditLine>>;
};

export const createAuditUseCases = ({ ports }: Pipeline): AuditUseCases => ({
  audit: (filter, page) => ports.audit.list(filter, page, never),
});

import type { ReactNode } from "react";
import { useRoute } from "../../routing/use-route.ts";
import { AuditDetail } from "./audit-detail.tsx";
import { AuditList } from "./audit-list.tsx";

/** Who did what: all of it, or one line. A line's address says when it was written, too: that is what it is found by. */
export const AuditPage = (): ReactNode => {
  const { path, filter } = useRoute();
  const [seq] = path;
  return seq === undefined ? <AuditList /> : <AuditDetail seq={Number(seq)} at={filter.at ?? ""} />;
};

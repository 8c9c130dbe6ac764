import { Link, Typography } from "@mui/material";
import type { WireAuditLine } from "../../../contract/audit.ts";
import { href } from "../../routing/route.ts";
import { count } from "../../shared/format.ts";
import type { Column } from "../../shared/list/column.ts";
import { Time } from "../../shared/time.tsx";
import { actionText } from "./audit-words.ts";
import { Outcome } from "./outcome.tsx";
import { SubjectText } from "./subject-text.tsx";

/** Of the list; the act leads to its details. */
export const auditColumns: readonly Column<WireAuditLine>[] = [
  { id: "seq", title: "Line", align: "right", width: 70, cell: ({ seq }) => count(seq) },
  { id: "at", title: "When", width: 110, cell: ({ at }) => <Time at={at} /> },
  {
    id: "actor",
    title: "Who",
    width: 180,
    cell: ({ actor }) => (
      <>
        {actor.id}
        <Typography component="span" variant="body2" color="textSecondary">
          {" "}
          {actor.roles.join(", ")}
        </Typography>
      </>
    ),
  },
  {
    id: "action",
    title: "What",
    width: 190,
    cell: ({ seq, at, action }) => (
      <Link href={href("audit", [String(seq)], { at })} underline="hover">
        {actionText(action)}
      </Link>
    ),
  },
  { id: "subject", title: "On what", cell: ({ subject }) => <SubjectText subject={subject} /> },
  { id: "outcome", title: "Outcome", width: 190, cell: (line) => <Outcome line={line} /> },
];

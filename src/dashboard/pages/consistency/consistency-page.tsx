import { Link } from "@mui/material";
import type { ReactNode } from "react";
import { href } from "../../routing/route.ts";
import { useRoute } from "../../routing/use-route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { CheckPage } from "./check-page.tsx";
import { ChecksPage } from "./checks-page.tsx";
import { PlanPage } from "./plan-page.tsx";

/** Do the books match, where do they not, and what would mend them. */
export const ConsistencyPage = (): ReactNode => {
  const { path } = useRoute();
  const [kind, id] = path;
  if (kind === undefined) return <ChecksPage />;
  if (kind === "checks" && id !== undefined) return <CheckPage key={id} id={id} />;
  if (kind === "plans" && id !== undefined) return <PlanPage key={id} id={id} />;
  return (
    <EmptyState title="There is nothing here" action={<Link href={href("consistency")}>To the checks</Link>}>
      The address may have been cut short.
    </EmptyState>
  );
};

import { Link } from "@mui/material";
import type { ReactNode } from "react";
import { href } from "../../routing/route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";

/** Why the list is empty. */
export const NoFailures = ({ isFiltered }: { readonly isFiltered: boolean }): ReactNode =>
  isFiltered ? (
    <EmptyState
      title="No failure is like this"
      action={<Link href={href("failures")}>Show all that are not resolved</Link>}
    >
      There may be others: the choices above narrow the list down.
    </EmptyState>
  ) : (
    <EmptyState
      title="Nothing fails"
      action={<Link href={href("failures", [], { state: "all" })}>Show the resolved ones</Link>}
    >
      Every document of the main database is in the books, or rightly left out. One that cannot be read, with an amount
      that is no number for example, would be listed here with the field and what is wrong with it.
    </EmptyState>
  );

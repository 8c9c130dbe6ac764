/** `Accept: text/csv`; whoever accepts anything gets JSON. */
export const wantsCsv = (accept: string | undefined): boolean =>
  (accept ?? "").split(",").some((range) => range.trim().toLowerCase().startsWith("text/csv"));

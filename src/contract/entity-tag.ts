/** A strong tag of what people change of a schedule; what its runs change is not part of it. */
export const entityTagOf = (revision: number): string => `"${revision}"`;

/** The revisions that an `If-Match` (RFC 9110) lets pass; null = any. Weak tags, and those of nobody's making, never match. */
export const revisionsOf = (ifMatch: string | undefined): readonly number[] | null => {
  if (ifMatch === undefined) return null;
  const listed = ifMatch.split(",").map((tag) => tag.trim());
  return listed.includes("*") ? null : listed.flatMap((tag) => /^"(\d{1,15})"$/.exec(tag)?.slice(1).map(Number) ?? []);
};

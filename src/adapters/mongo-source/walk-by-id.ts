import { MaxKey } from "mongodb";
import type { FoundDocuments, SourceFind, SourceQuery } from "./source-find.ts";

type Walk = SourceQuery & { readonly from: unknown; readonly limit: number };

/** The next documents by `_id`, at one time. `min` leaves MaxKey out (seen on 6.0.5): the one id behind all others is asked for by itself. */
export const walkById = async (find: SourceFind, query: Walk): Promise<FoundDocuments> => {
  const walked = await find(query, null);
  const isAtEnd = walked.documents.length < query.limit;
  if (!isAtEnd || query.from === null || query.from instanceof MaxKey) return walked;
  const last = await find({ ...query, from: new MaxKey() }, walked.asOf);
  // What was found at another time is no part of this page, nor is it its end then.
  if (last.asOf !== walked.asOf) return walkById(find, query);
  return { ...walked, documents: [...walked.documents, ...last.documents] };
};

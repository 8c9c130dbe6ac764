import { authorization, type TokenSource } from "./authorization.ts";

/** Reads `path` (`/api/sync/…`) as CSV, all of it. Rejects as the typed client does, with `data.problem`, when it is refused. */
export type CsvFetch = (path: string) => Promise<Blob>;

/** Exports are files of the REST API: a link to one could neither ask for CSV nor say who asks. */
export const createCsvFetch = ({ url, token }: { readonly url: string; readonly token?: TokenSource }): CsvFetch => {
  const root = url.replace(/\/$/, "");
  return async (path) => {
    const headers = { Accept: "text/csv", ...(await authorization(token)) };
    const response = await fetch(`${root}${path}`, { headers, cache: "no-store" });
    if (response.ok) return await response.blob();
    // A proxy's own page tells no problem.
    const problem: unknown = await response.json().catch(() => null);
    throw Object.assign(new Error(`${path} was answered ${response.status}`), { data: { problem } });
  };
};

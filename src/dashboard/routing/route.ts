/** Where the dashboard is: `#/runs/abc?state=failed` is page `runs`, path `["abc"]`, filter `{state: "failed"}`. */
export type Route = {
  readonly page: string;
  /** What stands behind the page's name, decoded. */
  readonly path: readonly string[];
  readonly filter: Readonly<Record<string, string>>;
};

export const parseRoute = (hash: string): Route => {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [page = "", ...rest] = path.split("/").filter((part) => part !== "");
  return {
    page: decoded(page),
    path: rest.map(decoded),
    filter: Object.fromEntries(new URLSearchParams(query)),
  };
};

/** A hand-made address may be no proper encoding: it is taken as it stands. */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** `href("runs", ["abc"], {state: "failed"})` → `#/runs/abc?state=failed`. Empty filters are left out. */
export const href = (
  page: string,
  path: readonly string[] = [],
  filter: Readonly<Record<string, string | null | undefined>> = {},
): string => {
  const given = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []));
  const query = new URLSearchParams(given).toString();
  return `#/${[page, ...path].map(encodeURIComponent).join("/")}${query === "" ? "" : `?${query}`}`;
};

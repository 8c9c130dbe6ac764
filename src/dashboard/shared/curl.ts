export type ApiCall = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Begins with `/api/sync`. */
  readonly path: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** The same act for a terminal; a token is named by a variable and never shown. */
export const curlOf = ({ method, path, body, headers = {} }: ApiCall, origin: string, hasToken: boolean): string => {
  const sent = {
    ...(hasToken ? { Authorization: "Bearer $LEDGERSYNC_TOKEN" } : {}),
    ...headers,
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
  };
  return [
    `curl -X ${method} '${origin}${path}'`,
    ...Object.entries(sent).map(([name, value]) => `  -H "${name}: ${value}"`),
    ...(body === undefined ? [] : [`  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`]),
  ].join(" \\\n");
};

/** What went wrong, for a person. `code` is one of the service's own, or says that it was not reached. */
export type ShownProblem = {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** Where in the request; `pointer` is a JSON pointer. */
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  /** Finds the request in the service's log; null when none was answered. */
  readonly traceId: string | null;
};

const unreachable: ShownProblem = {
  code: "unreachable",
  title: "The service does not answer",
  detail: "It may be restarting, or the network is down. It is asked again by itself.",
  errors: [],
  traceId: null,
};

/** The problem in a tRPC error; any other error means that no answer came. */
export const problemOf = (error: unknown): ShownProblem => {
  const problem = memberOf(memberOf(error, "data"), "problem");
  const [code, title, detail] = ["code", "title", "detail"].map((name) => memberOf(problem, name));
  if (typeof code !== "string" || typeof detail !== "string") return unreachable;
  const traceId = memberOf(problem, "traceId");
  return {
    code,
    title: typeof title === "string" ? title : code,
    detail,
    errors: errorsOf(memberOf(problem, "errors")),
    traceId: typeof traceId === "string" ? traceId : null,
  };
};

const memberOf = (value: unknown, name: string): unknown =>
  // Safe: an object's member of any name is unknown, and may be absent.
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const errorsOf = (value: unknown): ShownProblem["errors"] =>
  (Array.isArray(value) ? value : []).flatMap((item: unknown) => {
    const [pointer, message] = [memberOf(item, "pointer"), memberOf(item, "message")];
    return typeof pointer === "string" && typeof message === "string" ? [{ pointer, message }] : [];
  });

/** Whether asking again may help: nobody answered, or the answer says to come back. */
export const mayPass = (error: unknown): boolean => {
  const { code } = problemOf(error);
  return code === "unreachable" || code === "not_leader" || code === "request_timeout" || code.endsWith("_unavailable");
};

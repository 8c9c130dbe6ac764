import { recordHit } from "./coverage.ts";
import { type DocumentedOperation, type DocumentedResponse, operationAt, pathOf, pathValues } from "./document.ts";
import { answerMisfits, misfits, textMisfits } from "./schemas.ts";

export type Exchange = {
  /** Its body not read yet. */
  readonly request: Request;
  readonly response: Response;
};

/** Served beside the contract: for browsers, and for clients that share the server's types. */
const otherSurfaces = /^\/(?:$|trpc\/|docs(?:\/|$)|assets\/)/;

/** Before any operation is looked at: who asks, from where, how often, how much; and what a database does not answer. */
const beforeAnyOperation: ReadonlySet<number> = new Set([401, 403, 404, 413, 429, 500, 503]);

/** Fails unless request and answer are as openapi.yaml says. Leaves both unread. */
export const expectConformance = async ({ request, response }: Exchange): Promise<void> => {
  const { pathname } = new URL(request.url);
  if (otherSurfaces.test(pathname)) return;
  const path = pathOf(pathname);
  const operation = path === null ? null : operationAt(request.method, path);
  const faults =
    operation === null
      ? faultsOutside(path, { request, response })
      : [
          ...(await answerFaults(operation, { request, response })),
          ...(await requestFaults(operation, request, response)),
        ];
  if (faults.length > 0) {
    const heading = `${request.method} ${pathname} → ${response.status} is not as openapi.yaml says:`;
    throw new Error([heading, ...faults].join("\n  "));
  }
  if (operation !== null) recordHit(operation.name, response.status);
};

/** An unknown path, or a method that a path does not know. */
const faultsOutside = (path: string | null, { request, response }: Exchange): readonly string[] => {
  const { status } = response;
  if (status === 204 && request.method === "OPTIONS") return [];
  if (!beforeAnyOperation.has(status) && !(status === 405 && path !== null))
    return [`status: ${status} outside the contract`];
  const needsAllow = status === 405 && response.headers.get("Allow") === null;
  return [
    ...(needsAllow ? ["headers: Allow is missing"] : []),
    ...conventionFaults(response),
    ...problemFaults(response),
  ];
};

const problemFaults = ({ headers }: Response): readonly string[] =>
  mediaTypeOf(headers) === "application/problem+json"
    ? []
    : [`Content-Type: ${headers.get("Content-Type")}, not a problem`];

const answerFaults = async (
  operation: DocumentedOperation,
  { request, response }: Exchange,
): Promise<readonly string[]> => {
  const documented = operation.responses[String(response.status)];
  if (documented === undefined)
    return [`status: ${response.status} is not documented; ${await response.clone().text()}`];
  return [
    ...conventionFaults(response),
    ...headerFaults(documented, response.headers),
    ...(await bodyFaults(documented, { request, response })),
  ];
};

const always = ["X-Request-Id", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options"];

const conventionFaults = ({ headers }: Response): readonly string[] =>
  always.filter((name) => !headers.has(name)).map((name) => `headers: ${name} is missing`);

const headerFaults = ({ headers: documented = {} }: DocumentedResponse, headers: Headers): readonly string[] =>
  Object.entries(documented).flatMap(([name, { required = false, schema }]) => {
    const value = headers.get(name);
    if (value === null) return required ? [`headers: ${name} is missing`] : [];
    return textMisfits(schema, value).map((fault) => `headers: ${name} ${fault}`);
  });

const bodyFaults = async (
  { content }: DocumentedResponse,
  { request, response }: Exchange,
): Promise<readonly string[]> => {
  const type = mediaTypeOf(response.headers);
  if (content === undefined) return type === null ? [] : [`Content-Type: ${type} where no body is documented`];
  const media = type === null ? undefined : content[type];
  if (media === undefined) return [`Content-Type: ${type} is not documented, ${Object.keys(content).join(", ")} are`];
  // A stream may never end, and a file is text of any kind.
  if (media.schema === undefined || !type?.endsWith("json") || request.method === "HEAD") return [];
  const text = await response.clone().text();
  return answerMisfits(media.schema, JSON.parse(text)).map((fault) => `body: ${fault}\n    in ${text.slice(0, 400)}`);
};

const mediaTypeOf = (headers: Headers): string | null =>
  headers.get("Content-Type")?.split(";")[0]?.trim().toLowerCase() ?? null;

/** What was accepted must be what the contract says can be sent. */
const requestFaults = async (
  operation: DocumentedOperation,
  request: Request,
  response: Response,
): Promise<readonly string[]> =>
  response.ok ? [...parameterFaults(operation, request), ...(await sentBodyFaults(operation, request))] : [];

const parameterFaults = ({ path, parameters }: DocumentedOperation, request: Request): readonly string[] => {
  const url = new URL(request.url);
  const inPath = pathValues(path, url.pathname);
  const known = new Set(parameters.flatMap((parameter) => (parameter.in === "query" ? [parameter.name] : [])));
  const unknown = [...url.searchParams.keys()].filter((name) => !known.has(name));
  const faults = parameters.flatMap(({ in: where, name, required, schema }) => {
    const given = { path: inPath[name] ?? null, query: url.searchParams.get(name), header: request.headers.get(name) };
    const text = given[where];
    if (text === null) return required ? [`request: ${where} ${name} was accepted missing`] : [];
    return textMisfits(schema, text).map((fault) => `request: ${where} ${name} ${fault} was accepted`);
  });
  return [...faults, ...unknown.map((name) => `request: query ${name} was accepted and is not documented`)];
};

const sentBodyFaults = async ({ requestBody }: DocumentedOperation, request: Request): Promise<readonly string[]> => {
  const text = await request.text();
  if (text === "") return requestBody?.required ? ["request: no body was accepted"] : [];
  const type = mediaTypeOf(request.headers) ?? "";
  // Where none is documented none is read.
  if (requestBody === null) return [];
  const schema = requestBody.content[type]?.schema;
  if (schema === undefined) return [`request: a body of ${type} was accepted and is not documented`];
  return misfits(schema, JSON.parse(text)).map((fault) => `request: ${fault} was accepted in ${text}`);
};

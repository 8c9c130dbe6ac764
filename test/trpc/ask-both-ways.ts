import type { Answer, HttpClient } from "../support/http-client.ts";
import { type ParityName, type RestCall, type UseCaseCall, useCaseCalls } from "./use-case-calls.ts";

type Asker = Pick<HttpClient, "send">;
type Headers = Readonly<Record<string, string>>;

const json = { "Content-Type": "application/json" };

/** Asks for a use case as a REST client does. */
export const askRest = (client: Asker, name: ParityName, headers: Headers = {}): Promise<Answer> =>
  sendRest(client, useCaseCalls[name].rest, headers);

export const sendRest = ({ send }: Asker, call: RestCall, headers: Headers = {}): Promise<Answer> => {
  const { method, path, body, headers: own } = call;
  const sent = { ...own, ...headers, ...(body === undefined ? {} : json) };
  return send(path, { method, headers: sent, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
};

/** Asks for the same use case as a tRPC client does. */
export const askTrpc = (client: Asker, name: ParityName, headers: Headers = {}): Promise<Answer> =>
  sendTrpc(client, { ...useCaseCalls[name], name }, headers);

export const sendTrpc = (
  { send }: Asker,
  { name, kind, input }: Omit<UseCaseCall, "rest"> & { readonly name: ParityName },
  headers: Headers = {},
): Promise<Answer> => {
  if (kind === "mutation") {
    const body = input === undefined ? {} : { body: JSON.stringify(input) };
    return send(`/trpc/${name}`, { method: "POST", headers: { ...headers, ...json }, ...body });
  }
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  return send(`/trpc/${name}${query}`, { headers: { ...headers } });
};

/** What REST says in an envelope, a page, a plain text or by saying nothing, as tRPC's one value. */
export const dataOfRest = ({ body, text }: Answer): unknown => {
  if (body === null) return text === "" ? undefined : text;
  return "page" in body ? { items: body.data, page: body.page } : body.data;
};

export const dataOfTrpc = ({ body }: Answer): unknown => body.result.data;

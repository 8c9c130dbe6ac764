import { readFileSync } from "node:fs";
import { parse } from "yaml";

export type GetAnswer = { readonly path: string; readonly status: number; readonly text: string };

/** Values of path parameters; by `<path> <parameter>` where the parameter's name alone does not say what it names. */
export type PathValues = Readonly<Record<string, readonly string[]>>;

type Contract = { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

const contract: Contract = parse(readFileSync(new URL("../../openapi.yaml", import.meta.url), "utf8"));

/**
 * What the service answers to every GET of its contract, as JSON and, where there is one, as CSV. A path with a parameter that
 * has no value fails: a new path must be told what to ask for.
 */
export const askEveryGet = async (url: string, values: PathValues): Promise<readonly GetAnswer[]> => {
  const paths = Object.keys(contract.paths).filter((path) => contract.paths[path]?.get !== undefined);
  const answers: GetAnswer[] = [];
  for (const path of paths.flatMap((template) => filled(template, values)))
    for (const accept of ["application/json", "text/csv"]) answers.push(await ask(url, path, accept));
  return answers;
};

const filled = (template: string, values: PathValues): readonly string[] => {
  const [, name] = /\{(\w+)\}/.exec(template) ?? [];
  if (name === undefined) return [template];
  const found = values[`${template} ${name}`] ?? values[name];
  if (found === undefined) throw new Error(`nothing is known to ask for as {${name}} of ${template}`);
  return found.flatMap((value) =>
    filled(template.replace(`{${name}}`, encodeURIComponent(value)), renamed(values, template, name, value)),
  );
};

/** Values that were given for a path with parameters hold when some of these are filled in. */
const renamed = (values: PathValues, template: string, name: string, value: string): PathValues =>
  Object.fromEntries(
    Object.entries(values).map(([key, found]) => [
      key.startsWith(`${template} `) ? key.replace(`{${name}}`, encodeURIComponent(value)) : key,
      found,
    ]),
  );

/** Of a stream that never ends, what it begins with. */
const ask = async (url: string, path: string, accept: string): Promise<GetAnswer> => {
  const over = new AbortController();
  const response = await fetch(`${url}${path}`, { headers: { Accept: accept }, signal: over.signal });
  const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream") === true;
  const text = isStream ? await firstOf(response) : await response.text();
  over.abort();
  return { path, status: response.status, text };
};

const firstOf = async ({ body }: Response): Promise<string> => {
  const chunk = await body?.getReader().read();
  return new TextDecoder().decode(chunk?.value);
};

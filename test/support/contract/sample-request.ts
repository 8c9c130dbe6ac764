import type { DocumentedOperation, Json, MediaType } from "./document.ts";

export type SampleRequest = {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null = none. */
  readonly body: string | null;
};

/** The request that openapi.yaml shows: whoever copies it must not be refused. */
export const sampleRequest = (operation: DocumentedOperation): SampleRequest => {
  const { method, parameters, requestBody } = operation;
  const values = parameters
    .filter(({ required }) => required)
    .map((parameter) => [parameter, exampleOf(operation, parameter)] as const);
  const inPath = values.filter(([parameter]) => parameter.in === "path");
  const path = inPath.reduce(
    (filled, [{ name }, value]) => filled.replace(`{${name}}`, encodeURIComponent(value)),
    operation.path,
  );
  const headers = values.flatMap(([parameter, value]) => (parameter.in === "header" ? [[parameter.name, value]] : []));
  const body =
    requestBody === null ? null : JSON.stringify(bodyExample(operation, requestBody.content["application/json"]));
  const contentType = body === null ? [] : [["Content-Type", "application/json"]];
  return { path, method, headers: Object.fromEntries([...headers, ...contentType]), body };
};

const exampleOf = ({ name }: DocumentedOperation, parameter: DocumentedOperation["parameters"][number]): string => {
  if (parameter.example === undefined) throw new Error(`${name} shows no ${parameter.in} ${parameter.name}`);
  return String(parameter.example);
};

const bodyExample = ({ name }: DocumentedOperation, media: MediaType | undefined): Json => {
  const example = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
  if (example === undefined) throw new Error(`${name} shows no body`);
  return example;
};

export const initOf = ({ method, headers, body }: SampleRequest): RequestInit => ({
  method,
  headers: { ...headers },
  ...(body === null ? {} : { body }),
});

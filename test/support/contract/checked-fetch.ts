type Fetch = typeof globalThis.fetch;

/** Loaded with the first answer of the service: most tests never ask over HTTP. */
const loadConform = () => import("./conform.ts");

/** `fetch` that fails when what passes between a test and the service is not as openapi.yaml says. */
export const checkedFetch =
  (fetch: Fetch): Fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const copy = request.clone();
    const response = await fetch(request);
    // Tests talk to other servers too; this one alone names each request.
    if (!response.headers.has("X-Request-Id")) return response;
    const { expectConformance } = await loadConform();
    await expectConformance({ request: copy, response });
    return response;
  };

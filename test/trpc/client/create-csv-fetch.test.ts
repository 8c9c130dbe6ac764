import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCsvFetch } from "../../../src/trpc/client/create-csv-fetch.ts";

const asked: unknown[] = [];
const problem = { code: "forbidden", title: "Forbidden", detail: "viewer may not do this." };

/** Answers with a file, a problem of the service, or a proxy's page. */
const server = createServer(({ url, headers }, response) => {
  asked.push([url, headers.accept, headers.authorization]);
  if (url === "/files/a.csv") response.end("id\r\n1\r\n");
  else response.writeHead(403).end(url === "/files/refused" ? JSON.stringify(problem) : "<html>");
});
const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

describe("a file", () => {
  it("is asked for as CSV, in the caller's name as it is then", async () => {
    let turn = 0;
    const token = (): Promise<string> => Promise.resolve(`t${++turn}`);
    const fetchCsv = createCsvFetch({ url: url(), token });

    expect(await (await fetchCsv("/files/a.csv")).text()).toBe("id\r\n1\r\n");
    await fetchCsv("/files/a.csv");
    expect(asked).toEqual([
      ["/files/a.csv", "text/csv", "Bearer t1"],
      ["/files/a.csv", "text/csv", "Bearer t2"],
    ]);
  });

  it("is refused with the service's own problem, or with none where something else answers", async () => {
    const fetchCsv = createCsvFetch({ url: url() });

    await expect(fetchCsv("/files/refused")).rejects.toMatchObject({ data: { problem } });
    await expect(fetchCsv("/files/lost")).rejects.toMatchObject({ data: { problem: null } });
  });
});

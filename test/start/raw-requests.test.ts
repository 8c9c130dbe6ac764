import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../src/adapters/embedded-mongo/free-port.ts";
import { problemSchema } from "../../src/contract/problem.ts";
import { type Program, startProgram, urlOf } from "../support/program.ts";

let program: Program;
let url: URL;

beforeAll(async () => {
  // No database is needed to be refused.
  const port = await freePort();
  program = startProgram({ MONGODB_URI: `mongodb://127.0.0.1:${port}/property-management` });
  url = new URL(await urlOf(program));
});
afterAll(() => program[Symbol.asyncDispose]());

/** Everything the service says before it hangs up. */
const say = (text: string): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let heard = "";
  const socket = connect(Number(url.port), url.hostname, () => socket.write(text));
  socket.setEncoding("utf8");
  socket.on("data", (data: string) => {
    heard += data;
  });
  socket.once("error", reject);
  socket.once("close", () => resolve(heard));
  return promise;
};

describe("what is no request", () => {
  it.for([
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 400, "malformed_request"],
    [
      "two lengths",
      "POST /api/sync/full HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      400,
      "malformed_request",
    ],
    [
      "headers without end",
      `GET /livez HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(70_000)}\r\n\r\n`,
      431,
      "headers_too_large",
    ],
  ] as const)("is refused as a problem: %s", async ([, text, status, code]) => {
    const [head = "", body = ""] = (await say(text)).split("\r\n\r\n");

    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain("Content-Type: application/problem+json");
    expect(problemSchema.parse(JSON.parse(body))).toMatchObject({ status, code });
  });

  it("does not end the service", async () => {
    await say("nonsense\r\n\r\n");

    expect((await fetch(new URL("/livez", url))).status).toBe(200);
  });
});

it("reads the longest cursor that the contract allows, however it is encoded", async () => {
  const answer = await fetch(new URL(`/api/sync/accounts?cursor=${encodeURIComponent("😀".repeat(2_048))}`, url));

  expect(answer.status).not.toBe(431);
});

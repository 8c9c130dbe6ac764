import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { operations } from "../support/contract/document.ts";
import { sampleRequest } from "../support/contract/sample-request.ts";

const root = new URL("../../", import.meta.url).pathname;
const environment = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
};

type Report = {
  readonly problems: readonly {
    readonly ruleId: string;
    readonly location: readonly { readonly pointer?: string }[];
  }[];
};

it("passes redocly's linter as redocly.yaml sets it up", async () => {
  const redocly = new URL("../../node_modules/.bin/redocly", import.meta.url).pathname;
  const linting = promisify(execFile)(redocly, ["lint", "openapi.yaml", "--format=json"], {
    cwd: root,
    env: environment,
  });
  // Its exit code says the same as its report, which names the places.
  const { stdout } = await linting.catch((error: { readonly stdout: string }) => error);
  const { problems }: Report = JSON.parse(stdout);

  expect(problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`)).toEqual([]);
}, 60_000);

it.for(operations.map((operation) => [operation.name, operation] as const))(
  "shows a request and an answer of %s",
  ([, operation]) => {
    const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
    const shown = successes
      .flatMap(([, { content = {} }]) => Object.values(content))
      .filter(({ example, examples }) => example ?? examples);

    expect(() => sampleRequest(operation)).not.toThrow();
    expect(shown.length + (operation.responses["204"] === undefined ? 0 : 1)).toBeGreaterThan(0);
  },
);

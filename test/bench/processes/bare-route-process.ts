import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import type { BareRouteCalls } from "./asking.ts";
import { serveCalls } from "./calls.ts";

const server = createServer();

/** The least that any service on this stack does: one route, one answer from memory, nothing around it. */
const calls: BareRouteCalls = {
  serve: (text) => {
    const answer: object = JSON.parse(text);
    const app = new Hono().get("*", (c) => c.json(answer));
    server.on("request", getRequestListener(app.fetch));
    const listening = Promise.withResolvers<number>();
    server.listen({ host: "127.0.0.1", port: 0 }, () =>
      // Safe: it listens on a port.
      listening.resolve((server.address() as AddressInfo).port),
    );
    return listening.promise;
  },
};

serveCalls(calls, () => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
});

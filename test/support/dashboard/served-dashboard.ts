import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { type FreshDatabases, freshDatabases } from "../fresh-databases.ts";
import { composeFrom, type Environment, environmentOf } from "../running-service.ts";
import { builtDashboard } from "./built-dashboard.ts";

export type ServedDashboard = AsyncDisposable & {
  readonly databases: FreshDatabases;
  readonly url: string;
  /** Nobody reaches the service from now on: every connection is cut. The service goes on. */
  cut(): Promise<void>;
  /** It is reached again, where it was. */
  restore(): Promise<void>;
};

const openApiText = readFileSync(new URL("../../../openapi.yaml", import.meta.url), "utf8");

/** The whole service on databases of its own, with the dashboard at `url`; `fill` puts in what is there before it starts. */
export const serveDashboard = async (
  fill: (databases: FreshDatabases) => Promise<unknown>,
  environment: Environment = {},
  folder: Promise<string> = builtDashboard(),
): Promise<ServedDashboard> => {
  const opened = new AsyncDisposableStack();
  try {
    const databases = opened.use(await freshDatabases());
    await fill(databases);
    const service = composeFrom(environmentOf(databases, environment));
    opened.defer(() => service.stop());
    const app = await service.app({ version: "test", openApiText, dashboardFolder: await folder });
    const listener = getRequestListener(app.fetch, { hostname: "127.0.0.1" });
    let server = await listen(createServer(listener), 0);
    const { port } = server.address() as AddressInfo;
    opened.defer(() => close(server));
    await service.start();
    const rest = opened.move();
    return {
      databases,
      url: `http://127.0.0.1:${port}`,
      cut: () => close(server),
      restore: async () => {
        server = await listen(createServer(listener), port);
      },
      [Symbol.asyncDispose]: () => rest.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
};

const listen = (server: Server, port: number): Promise<Server> => {
  const listening = Promise.withResolvers<Server>();
  server.once("error", listening.reject);
  server.listen(port, "127.0.0.1", () => listening.resolve(server));
  return listening.promise;
};

const close = (server: Server): Promise<void> => {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  server.closeAllConnections();
  return closed.promise;
};

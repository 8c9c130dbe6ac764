import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { PipelinePorts } from "../../../src/application/pipeline-ports.ts";
import type { Service } from "../../../src/compose.ts";
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
  /** The service stops, and another one of the same configuration takes its place. */
  restart(): Promise<void>;
};

const openApiText = readFileSync(new URL("../../../openapi.yaml", import.meta.url), "utf8");

/** The whole service on databases of its own, with the dashboard at `url`; `fill` puts in what is there before it starts. */
export const serveDashboard = async (
  fill: (databases: FreshDatabases) => Promise<unknown>,
  environment: Environment = {},
  folder: Promise<string> = builtDashboard(),
  overrides: Partial<PipelinePorts> = {},
): Promise<ServedDashboard> => {
  const opened = new AsyncDisposableStack();
  try {
    const databases = opened.use(await freshDatabases());
    await fill(databases);
    const compose = () => composeFrom(environmentOf(databases, environment), overrides);
    let service = compose();
    opened.defer(() => service.stop());
    const dashboardFolder = await folder;
    const listenerOf = async ({ app }: Service) => {
      const { fetch } = await app({ version: "test", openApiText, dashboardFolder });
      return getRequestListener(fetch, { hostname: "127.0.0.1" });
    };
    let listener = await listenerOf(service);
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
      restart: async () => {
        await close(server);
        await service.stop();
        service = compose();
        listener = await listenerOf(service);
        server = await listen(createServer(listener), port);
        await service.start();
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

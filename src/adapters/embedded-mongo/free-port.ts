import { createServer } from "node:net";

/** A port of 127.0.0.1 that nothing listens on at this moment. */
export const freePort = (): Promise<number> => listenOnce(0);

/** Asked before mongod is, because mongodb-memory-server answers a taken port by silently choosing another. */
export const refuseOccupiedPort = async (port: number): Promise<void> => {
  try {
    await listenOnce(port);
  } catch (cause) {
    throw new Error(`Port ${port} on 127.0.0.1 cannot be used for mongod. Free it, or choose another port.`, { cause });
  }
};

const listenOnce = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : port));
    });
  });

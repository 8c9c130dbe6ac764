import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { nowMs } from "../clock.ts";
import type { Asked, AskingCalls, PacedAsked } from "./asking.ts";
import { serveCalls } from "./calls.ts";

/** A connection that is kept, and as little work on this side as possible: the client must not be what is measured. */
type Client = { ask(): Promise<void>; end(): void };

const headEnd = Buffer.from("\r\n\r\n");

const connectClient = async ({ port, path }: Asked): Promise<Client> => {
  const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
  let heard: Buffer = Buffer.alloc(0);
  let waiting: PromiseWithResolvers<void> | null = null;
  socket.on("data", (data) => {
    heard = heard.length === 0 ? data : Buffer.concat([heard, data]);
    const length = answerLength(heard);
    if (length === null || heard.length < length) return;
    heard = heard.subarray(length);
    waiting?.resolve();
  });
  socket.on("error", (error) => waiting?.reject(error));
  socket.on("close", () => waiting?.reject(new Error("the server has hung up")));
  return {
    ask: () => {
      waiting = Promise.withResolvers();
      socket.write(request);
      return waiting.promise;
    },
    end: () => void socket.destroy(),
  };
};

/** Of head and body in bytes; null while the head is not whole. Anything but 200 is no answer to be counted. */
const answerLength = (heard: Buffer): number | null => {
  const end = heard.indexOf(headEnd);
  if (end === -1) return null;
  const head = heard.toString("latin1", 0, end);
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  if (!head.startsWith("HTTP/1.1 200") || length === undefined) throw new Error(`no measurable answer: ${head}`);
  return end + headEnd.length + Number(length);
};

const withClients = async <T>(asked: Asked, work: (clients: readonly Client[]) => Promise<T>): Promise<T> => {
  const clients = await Promise.all(Array.from({ length: asked.clients }, () => connectClient(asked)));
  try {
    return await work(clients);
  } finally {
    for (const client of clients) client.end();
  }
};

const saturate = (asked: Asked): Promise<number> =>
  withClients(asked, async (clients) => {
    const endAt = nowMs() + asked.seconds * 1_000;
    const counts = await Promise.all(
      clients.map(async (client) => {
        let count = 0;
        for (; nowMs() < endAt; count += 1) await client.ask();
        return count;
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0) / asked.seconds;
  });

const pace = (asked: PacedAsked): Promise<Float64Array> =>
  withClients(asked, async (clients) => {
    const total = Math.round(asked.perSecond * asked.seconds);
    const times = new Float64Array(total);
    const startAt = nowMs();
    const askAll = async (client: Client, first: number): Promise<void> => {
      for (let index = first; index < total; index += clients.length) {
        const dueAt = startAt + (index * 1_000) / asked.perSecond;
        if (dueAt > nowMs()) await delay(dueAt - nowMs());
        const askedAt = nowMs();
        await client.ask();
        times[index] = nowMs() - askedAt;
      }
    };
    await Promise.all(clients.map(askAll));
    return times;
  });

const calls: AskingCalls = { saturate, pace };

serveCalls(calls, () => Promise.resolve());

import { createServer, type Socket } from "node:net";
import { BSON, type Document } from "mongodb";

/** A server that says it is a primary of MongoDB `version`, as far as a client asks before it begins to work. */
export type OldServer = AsyncDisposable & { readonly uri: string };

const headerBytes = 16;
const opReply = 1;
const opQuery = 2004;
const opMessage = 2013;

export const startOldServer = async (version: string, maxWireVersion: number): Promise<OldServer> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.on("data", (data) => {
      received = Buffer.concat([received, data]);
      while (received.length >= headerBytes && received.length >= received.readInt32LE(0)) {
        const message = received.subarray(0, received.readInt32LE(0));
        received = received.subarray(message.length);
        socket.write(replyTo(message, answer));
      }
    });
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const host = `127.0.0.1:${address.port}`;
  const primary = { ismaster: true, isWritablePrimary: true, helloOk: true, setName: "old", hosts: [host], me: host };
  const hello = {
    ...primary,
    primary: host,
    setVersion: 1,
    minWireVersion: 0,
    maxWireVersion,
    logicalSessionTimeoutMinutes: 30,
  };
  const sizes = { maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 };
  const answer: Document = { ...hello, ...sizes, version, ok: 1 };
  return {
    uri: `mongodb://${host}/property-management?replicaSet=old`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

/** https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
const replyTo = (message: Buffer, answer: Document): Buffer => {
  const operation = message.readInt32LE(12);
  if (operation !== opQuery && operation !== opMessage) throw new Error(`unexpected operation ${operation}`);
  const document = BSON.serialize(answer);
  // Of a reply to OP_QUERY: flags, cursor id, first, number returned. Of OP_MSG: flags and a section of kind 0.
  const preface = operation === opQuery ? Buffer.alloc(20) : Buffer.alloc(5);
  if (operation === opQuery) preface.writeInt32LE(1, 16);
  const header = Buffer.alloc(headerBytes);
  header.writeInt32LE(headerBytes + preface.length + document.length, 0);
  header.writeInt32LE(message.readInt32LE(4), 8);
  header.writeInt32LE(operation === opQuery ? opReply : opMessage, 12);
  return Buffer.concat([header, preface, document]);
};

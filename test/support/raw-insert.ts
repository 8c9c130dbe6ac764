import { once } from "node:events";
import { connect } from "node:net";
import { BSON, type Db, type Document, MongoClient } from "mongodb";

const opMsg = 2_013;
const headerLength = 16;

/**
 * Inserts a document of given bytes, which need not be what a driver would write: the command is put together by hand and
 * sent over a connection of its own.
 */
export const insertRaw = async (uri: string, db: Db, collection: string, document: Uint8Array): Promise<void> => {
  const marker = BSON.serialize({ insert: collection, $db: db.databaseName, documents: [], ordered: true });
  const reply = await send(hostOf(uri), withDocument(marker, document));
  if (reply.ok !== 1 || reply.writeErrors !== undefined) throw new Error(JSON.stringify(reply));
};

/** The same array with one element: `documents: []` is the last five bytes before `ordered`. */
const withDocument = (command: Uint8Array, document: Uint8Array): Buffer => {
  const bytes = Buffer.from(command);
  const at = bytes.indexOf(Buffer.from("\x04documents\0", "latin1")) + "\x04documents\0".length;
  const element = Buffer.concat([Buffer.from("\x030\0", "latin1"), document]);
  const array = Buffer.concat([int32(4 + element.length + 1), element, Buffer.from([0])]);
  const rest = bytes.subarray(at + 5);
  const body = Buffer.concat([bytes.subarray(4, at), array, rest]);
  return Buffer.concat([int32(body.length + 4), body]);
};

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};

const send = async (
  { host, port }: { readonly host: string; readonly port: number },
  body: Buffer,
): Promise<Document> => {
  const socket = connect(port, host);
  try {
    const message = Buffer.concat([int32(0), Buffer.from([0]), body]);
    const header = Buffer.concat([int32(headerLength + message.length), int32(1), int32(0), int32(opMsg)]);
    socket.write(Buffer.concat([header, message]));
    let reply = Buffer.alloc(0);
    while (reply.length < 4 || reply.length < reply.readInt32LE(0)) {
      const [chunk] = await once(socket, "data");
      reply = Buffer.concat([reply, chunk]);
    }
    return BSON.deserialize(reply.subarray(headerLength + 5));
  } finally {
    socket.destroy();
  }
};

/** The primary of the shared set: it has one member. */
const hostOf = (uri: string): { readonly host: string; readonly port: number } => {
  const [address] = new MongoClient(uri).options.hosts;
  if (address?.host === undefined || address.port === undefined) throw new Error("the connection string names no host");
  return { host: address.host, port: address.port };
};

/** The document's bytes with one text in it replaced by other bytes of the same length. */
export const withBytes = (document: Document, text: string, bytes: Uint8Array): Buffer => {
  const raw = Buffer.from(BSON.serialize(document));
  const at = raw.indexOf(text);
  if (at < 0 || Buffer.byteLength(text) !== bytes.length)
    throw new Error("the bytes must stand in for a text of their length");
  raw.set(bytes, at);
  return raw;
};

/** The document's bytes with further elements at their end, also such as the document has already. */
export const withElements = (document: Document, more: Document): Buffer => {
  const first = Buffer.from(BSON.serialize(document));
  const second = Buffer.from(BSON.serialize(more));
  const body = Buffer.concat([first.subarray(4, -1), second.subarray(4)]);
  return Buffer.concat([int32(body.length + 4), body]);
};

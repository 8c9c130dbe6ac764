import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ServerSentMessage, serverSentMessages } from "../../../src/trpc/client/server-sent-messages.ts";

const read = async (chunks: readonly Uint8Array[]): Promise<ServerSentMessage[]> => {
  const messages: ServerSentMessage[] = [];
  for await (const message of serverSentMessages(ReadableStream.from(chunks))) messages.push(message);
  return messages;
};

const readText = (text: string): Promise<ServerSentMessage[]> => read([new TextEncoder().encode(text)]);

describe("messages of an event stream", () => {
  it.for<readonly [string, string, readonly ServerSentMessage[]]>([
    ["plain", "data: a\n\n", [{ type: "message", data: "a", id: null }]],
    ["with an id and a type", "id: 7\nevent: ping\ndata: a\n\n", [{ type: "ping", data: "a", id: "7" }]],
    ["of several lines", "data: a\ndata:b\ndata\n\n", [{ type: "message", data: "a\nb\n", id: null }]],
    ["with one blank taken off", "data:  a\n\n", [{ type: "message", data: " a", id: null }]],
    [
      "behind comments and unknown fields",
      ": hello\nretry: 5\ndata: a\n\n",
      [{ type: "message", data: "a", id: null }],
    ],
    ["without data, which are none", "event: ping\nid: 7\n\n", []],
    [
      "cut off before their blank line, which are none",
      "data: a\n\ndata: b\n",
      [{ type: "message", data: "a", id: null }],
    ],
  ])("%s", async ([, text, messages]) => {
    expect(await readText(text)).toEqual(messages);
    expect(await readText(text.replaceAll("\n", "\r\n"))).toEqual(messages);
  });

  it("are the same however the network cuts the text", async () => {
    const text = 'id: 1\ndata: {"owner":"Müller 漢字 🏠"}\r\n\r\nevent: ping\rdata: \r\r: c\n\nid: 2\ndata: b\n\n';
    const bytes = new TextEncoder().encode(text);
    const whole = await read([bytes]);
    expect(whole.map(({ id }) => id)).toEqual(["1", null, "2"]);

    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.slice(places[index], end));

        expect(await read(chunks)).toEqual(whole);
      }),
      { numRuns: 1_000 },
    );
  });
});

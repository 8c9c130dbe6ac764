/** One message of a `text/event-stream`. */
export type ServerSentMessage = {
  readonly type: string;
  readonly data: string;
  /** Null where the message brings no id of its own. */
  readonly id: string | null;
};

type Draft = { type: string; data: string[]; id: string | null };

const emptyDraft = (): Draft => ({ type: "message", data: [], id: null });

/** The messages of a body, as the HTML standard reads them; one that is cut off is none. */
export async function* serverSentMessages(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentMessage> {
  let draft = emptyDraft();
  for await (const line of linesOf(body)) {
    if (line !== "") take(draft, line);
    else {
      if (draft.data.length > 0) yield { ...draft, data: draft.data.join("\n") };
      draft = emptyDraft();
    }
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    // A `\r` at the end may be half of a `\r\n`: it waits for what comes.
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

const take = (draft: Draft, line: string): void => {
  const [, field, value = ""] = /^([^:]*)(?::[ ]?(.*))?$/s.exec(line) ?? [];
  if (field === "data") draft.data.push(value);
  if (field === "event" && value !== "") draft.type = value;
  if (field === "id" && !value.includes("\0")) draft.id = value;
};

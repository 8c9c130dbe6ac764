import type { WireEvent } from "../../src/contract/sync-event.ts";

/** Somebody who follows the events of a service over HTTP. */
export type EventReader = AsyncDisposable & {
  /** What he was told, in order. */
  readonly events: readonly WireEvent[];
  /** The data of the last event `end`; null while there was none. */
  end(): { readonly code: string; readonly message: string } | null;
  /** The connection is over, whoever ended it. */
  readonly closed: Promise<void>;
  /** Hangs up. */
  leave(): Promise<void>;
};

/** Resolves when the service has answered. `lastEventId` is sent as a browser sends it. */
export const followEvents = async (url: string, lastEventId: string | null = null): Promise<EventReader> => {
  const hangUp = new AbortController();
  const headers = lastEventId === null ? undefined : { "Last-Event-ID": lastEventId };
  const response = await fetch(`${url}/api/sync/events`, { signal: hangUp.signal, ...(headers && { headers }) });
  if (!response.ok || response.body === null) throw new Error(`${response.status} ${await response.text()}`);
  const events: WireEvent[] = [];
  let end: { readonly code: string; readonly message: string } | null = null;
  const take = (block: string): void => {
    const fields = new Map(
      block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
    );
    const data = fields.get("data");
    if (data === undefined) return;
    if (fields.get("event") === "end") end = JSON.parse(data);
    else events.push(JSON.parse(data));
  };
  const closed = readBlocks(response.body, take).catch(() => undefined);
  const leave = async (): Promise<void> => {
    hangUp.abort();
    await closed;
  };
  return { events, end: () => end, closed, leave, [Symbol.asyncDispose]: leave };
};

const readBlocks = async (body: ReadableStream<Uint8Array>, take: (block: string) => void): Promise<void> => {
  let text = "";
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + piece).split("\n\n");
    text = blocks.pop() ?? "";
    blocks.forEach(take);
  }
};

import { AppError } from "../application/errors.ts";
import { attendedStream } from "./attended-stream.ts";

/** Said when nothing else is, so that nobody on the way takes the line for dead. Unit: ms. */
export const heartbeatMs = 15_000;
/** How long a browser waits before it comes again. Unit: ms. */
const retryMs = 3_000;

export type SentEvent = { readonly id: string; readonly event: string; readonly data: string };

export type EventStreamOptions = {
  /** Ends when `gone` is aborted. */
  readonly events: AsyncIterable<SentEvent>;
  /** Aborted when the client has gone. */
  readonly gone: AbortController;
  /** Asked at every heartbeat; what it throws ends the stream. */
  readonly requireKnown: () => Promise<void>;
  /** Told of what is a mistake of this service; the client learns only that there was one. */
  readonly onBug: (error: unknown) => void;
};

/** Server-sent events. The last one is `end` and says why. */
export const eventStream = (options: EventStreamOptions): ReadableStream<Uint8Array> => {
  const texts = textsOf(options);
  const encoder = new TextEncoder();
  return attendedStream({
    next: async () => {
      const { value, done } = await texts.next();
      return done === true ? null : encoder.encode(value);
    },
    leave: () => {
      options.gone.abort();
      void texts.return();
    },
  });
};

async function* textsOf({ events, gone, requireKnown, onBug }: EventStreamOptions): AsyncGenerator<string, void> {
  const iterator = events[Symbol.asyncIterator]();
  let beat = createBeat();
  yield `retry: ${retryMs}\n\n`;
  try {
    for (let next = iterator.next(); ; ) {
      const found = await Promise.race([beat.due, next]);
      if (found === "beat") {
        await requireKnown();
        yield ": heartbeat\n\n";
        beat = createBeat();
      } else if (found.done === true) return;
      else {
        yield textOf(found.value);
        next = iterator.next();
      }
    }
  } catch (error) {
    if (!gone.signal.aborted) yield endOf(error, onBug);
  } finally {
    beat.stop();
    gone.abort();
    await iterator.return?.();
  }
}

const textOf = ({ id, event, data }: SentEvent): string => `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;

const endOf = (error: unknown, onBug: (error: unknown) => void): string => {
  if (!(error instanceof AppError)) onBug(error);
  const { code, message } = error instanceof AppError ? error : { code: "internal", message: "Internal error." };
  return `event: end\ndata: ${JSON.stringify({ code, message })}\n\n`;
};

const createBeat = () => {
  const { promise: due, resolve } = Promise.withResolvers<"beat">();
  const timer = setTimeout(() => resolve("beat"), heartbeatMs);
  return { due, stop: () => clearTimeout(timer) };
};

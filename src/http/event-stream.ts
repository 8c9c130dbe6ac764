import { AppError } from "../application/errors.ts";

/** Said when nothing else is, so that nobody on the way takes the line for dead. Unit: ms. */
export const heartbeatMs = 15_000;
/** Whoever takes nothing for so long has gone, or will not read any more. Unit: ms. */
export const stalledMaxMs = 30_000;
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

/** Server-sent events, written no faster than they are read. The last one is `end` and says why. */
export const eventStream = (options: EventStreamOptions): ReadableStream<Uint8Array> => {
  const { gone } = options;
  const texts = textsOf(options);
  const encoder = new TextEncoder();
  let stalled: NodeJS.Timeout | undefined;
  let isOver = false;
  const leave = (): void => {
    isOver = true;
    clearTimeout(stalled);
    gone.abort();
    void texts.return();
  };
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        clearTimeout(stalled);
        const { value, done } = await texts.next();
        if (isOver) return;
        if (done === true) return controller.close();
        controller.enqueue(encoder.encode(value));
        stalled = setTimeout(() => {
          leave();
          controller.error(new AppError("cancelled", "The client has stopped reading."));
        }, stalledMaxMs);
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
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

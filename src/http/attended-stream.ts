import { AppError } from "../application/errors.ts";

/** Whoever takes nothing for so long has gone, or will not read any more. Unit: ms. */
export const stalledMaxMs = 30_000;

export type Flow = {
  /** The next piece; null = there is none any more. */
  readonly next: () => Promise<Uint8Array | null>;
  /** Called when nobody reads any more. */
  readonly leave: () => void;
};

/** An answer that goes on: written no faster than it is read, and given up when it is not read any more. */
export const attendedStream = ({ next, leave }: Flow): ReadableStream<Uint8Array> => {
  let stalled: NodeJS.Timeout | undefined;
  let isOver = false;
  const giveUp = (): void => {
    isOver = true;
    clearTimeout(stalled);
    leave();
  };
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        clearTimeout(stalled);
        const piece = await next();
        if (isOver) return;
        if (piece === null) return controller.close();
        controller.enqueue(piece);
        stalled = setTimeout(() => {
          giveUp();
          controller.error(new AppError("cancelled", "The client has stopped reading."));
        }, stalledMaxMs);
      },
      cancel: giveUp,
    },
    { highWaterMark: 0 },
  );
};

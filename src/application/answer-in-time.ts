import { AppError } from "./errors.ts";
import type { Clock } from "./ports/clock.ts";

/** A database that has not answered a look at it by then counts as one that does not answer. Unit: ms. */
export const answerMaxMs = 2_000;

/** A look at the accounting database that somebody waits for: a frozen server must not freeze the words about itself. */
export const answerInTime = async <T>(
  { clock }: { readonly clock: Clock },
  look: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const over = new AbortController();
  const late = clock.sleep(answerMaxMs, over.signal).then(() => {
    throw new AppError(
      "accounting_unavailable",
      `The accounting database has not answered for ${answerMaxMs / 1_000} s.`,
    );
  });
  try {
    return await Promise.race([look(over.signal), late]);
  } finally {
    over.abort(new AppError("cancelled", "The look at the database is over."));
    late.catch(() => undefined);
  }
};

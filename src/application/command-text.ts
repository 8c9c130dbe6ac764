import type { Caller } from "./caller.ts";
import { AppError, type ErrorCode, type ErrorDetail } from "./errors.ts";
import { textOfValue, valueOfText } from "./value-text.ts";

/** An order as it travels, and its answer as it comes back. */
export type Order = {
  readonly caller: Caller;
  readonly args: readonly unknown[];
  /** W3C Trace Context of the request behind it; absent when nothing is traced, and on orders of an older release. */
  readonly traceparent?: string;
};

export const textOfOrder = (order: Order): string => textOfValue(order);

// Safe: what `textOfOrder` wrote; instances of one service trust each other.
export const orderOfText = (text: string): Order => valueOfText(text) as Order;

type Answer =
  | { readonly kind: "done"; readonly value: unknown }
  | {
      readonly kind: "refused";
      readonly code: ErrorCode;
      readonly message: string;
      readonly details: readonly ErrorDetail[];
    };

export const doneText = (value: unknown): string => textOfValue({ kind: "done", value } satisfies Answer);

export const refusedText = ({ code, message, details }: AppError): string =>
  textOfValue({ kind: "refused", code, message, details } satisfies Answer);

/** What was answered, or throws the refusal as if it had been refused here. */
export const valueOfAnswer = (text: string): unknown => {
  // Safe: written by one of the two above.
  const answer = valueOfText(text) as Answer;
  if (answer.kind === "done") return answer.value;
  throw new AppError(answer.code, answer.message, { details: answer.details });
};

import { SpanKind } from "@opentelemetry/api";
import { spanAttributes, spanNames } from "../domain/sync/spans.ts";
import { askLeader } from "./ask-leader.ts";
import type { Caller } from "./caller.ts";
import { type CommandName, leaderCommands } from "./command-table.ts";
import { type Order, orderOfText } from "./command-text.ts";
import { AppError } from "./errors.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Command } from "./ports/command-store.ts";
import { inSpan } from "./tracing/in-span.ts";
import { activeTraceparent, contextOf } from "./tracing/trace-context.ts";
import type { UseCases } from "./use-cases.ts";

/** The same use cases on every instance: what only the leader may carry out is sent to it, and what was sent is carried out. */
export const routeCommands = (useCases: UseCases, pipeline: Pipeline): UseCases => {
  pipeline.carryOutCommands((command) => carryOut(useCases, command));
  const routed = leaderCommands.map((name) => [
    name,
    async (caller: Caller, ...args: readonly unknown[]): Promise<unknown> =>
      pipeline.term() === null
        ? askLeader(pipeline.ports, name, { caller, args, ...traced() })
        : call(useCases, name, [caller, ...args]),
  ]);
  return { ...useCases, ...Object.fromEntries(routed) };
};

const carryOut = (useCases: UseCases, { id, name, text }: Command): Promise<unknown> => {
  const known = leaderCommands.find((command) => command === name);
  if (known === undefined) return Promise.reject(unknownCommand());
  const { caller, args, traceparent } = orderOfText(text);
  const span = {
    name: spanNames.command,
    kind: SpanKind.CONSUMER,
    parent: contextOf(traceparent),
    attributes: { [spanAttributes.commandName]: name },
  };
  return inSpan(span, () => call(useCases, known, [{ ...caller, commandId: caller.commandId ?? id }, ...args]));
};

const traced = (): Pick<Order, "traceparent"> => {
  const traceparent = activeTraceparent();
  return traceparent === null ? {} : { traceparent };
};

const unknownCommand = (): AppError =>
  new AppError("conflict", "The instance that leads runs another release, which does not know this command.");

const call = (useCases: UseCases, name: CommandName, args: readonly unknown[]): Promise<unknown> =>
  // Safe: the arguments were typed where the use case was called, by its own signature.
  (useCases[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args);

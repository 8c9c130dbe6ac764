import { askLeader } from "./ask-leader.ts";
import type { Caller } from "./caller.ts";
import { type CommandName, leaderCommands } from "./command-table.ts";
import { orderOfText } from "./command-text.ts";
import { AppError } from "./errors.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Command } from "./ports/command-store.ts";
import type { UseCases } from "./use-cases.ts";

/** The same use cases on every instance: what only the leader may carry out is sent to it, and what was sent is carried out. */
export const routeCommands = (useCases: UseCases, pipeline: Pipeline): UseCases => {
  pipeline.carryOutCommands((command) => carryOut(useCases, command));
  const routed = leaderCommands.map((name) => [
    name,
    async (caller: Caller, ...args: readonly unknown[]): Promise<unknown> =>
      pipeline.term() === null
        ? askLeader(pipeline.ports, name, { caller, args })
        : call(useCases, name, [caller, ...args]),
  ]);
  return { ...useCases, ...Object.fromEntries(routed) };
};

const carryOut = (useCases: UseCases, { id, name, text }: Command): Promise<unknown> => {
  const known = leaderCommands.find((command) => command === name);
  if (known === undefined) return Promise.reject(unknownCommand());
  const { caller, args } = orderOfText(text);
  return call(useCases, known, [{ ...caller, commandId: caller.commandId ?? id }, ...args]);
};

const unknownCommand = (): AppError =>
  new AppError("conflict", "The instance that leads runs another release, which does not know this command.");

const call = (useCases: UseCases, name: CommandName, args: readonly unknown[]): Promise<unknown> =>
  // Safe: the arguments were typed where the use case was called, by its own signature.
  (useCases[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args);

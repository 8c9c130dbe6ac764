import { doneText, refusedText } from "./command-text.ts";
import { AppError } from "./errors.ts";
import type { Clock } from "./ports/clock.ts";
import type { Command, CommandStore } from "./ports/command-store.ts";
import { retryTransient } from "./retry-transient.ts";
import { untilDone } from "./until-done.ts";

/** How often the leader looks for orders: seldom while nobody gives any, often for a while after somebody did. Unit: ms. */
const lookEveryMs = 500;
const lookAgainMs = 200;
const busyForMs = 30_000;
/** Orders carried out at the same time. */
const atOnceMax = 8;

export type CommandPorts = {
  readonly commands: CommandStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly epoch: bigint;
  readonly onError: (error: unknown) => void;
};

/** Carries out what the other instances were asked for, for as long as this one may write. Never rejects. */
export const carryOutCommands = async (
  ports: CommandPorts,
  carryOut: (command: Command) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> => {
  const { commands, clock, epoch, onError } = ports;
  // A database that is away is told of by those who move money through it.
  const retryPorts = { ...ports, onWaiting: () => undefined };
  const underWay = new Set<Promise<void>>();
  let busyUntil = clock.monotonic();
  while (!signal.aborted) {
    try {
      const command = await retryTransient(retryPorts, () => commands.take(epoch, signal), signal);
      if (command === null) {
        await clock.sleep(clock.monotonic() < busyUntil ? lookAgainMs : lookEveryMs, signal);
        continue;
      }
      busyUntil = clock.monotonic() + busyForMs;
      const work = answerTo(retryPorts, command, carryOut, signal).finally(() => underWay.delete(work));
      underWay.add(work);
      if (underWay.size >= atOnceMax) await Promise.race(underWay);
    } catch (error) {
      if (signal.aborted) break;
      onError(error);
      await clock.sleep(lookEveryMs, signal).catch(() => undefined);
    }
  }
  await Promise.all(underWay);
};

type AnswerPorts = CommandPorts & { readonly onWaiting: () => undefined };

/** Without the right to write, an order stays unanswered: the next leader carries it out again. */
const answerTo = async (
  ports: AnswerPorts,
  command: Command,
  carryOut: (command: Command) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> => {
  const answer = await carryOut(command).then(doneText, (error: unknown) => refusalOf(error, ports));
  if (signal.aborted || answer === null) return;
  const finish = () => ports.commands.finish(command.id, ports.epoch, answer, signal);
  await untilDone(ports, finish, signal).catch(() => undefined);
};

/** What the caller is told; null = nothing by this instance, which has lost its place. */
const refusalOf = (error: unknown, { onError }: AnswerPorts): string | null => {
  if (error instanceof AppError) return error.code === "fenced" ? null : refusedText(error);
  onError(error);
  return refusedText(new AppError("internal", "The instance that leads met an error of its own; its log says more."));
};

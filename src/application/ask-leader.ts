import { answerInTime } from "./answer-in-time.ts";
import { type Order, textOfOrder, valueOfAnswer } from "./command-text.ts";
import { AppError } from "./errors.ts";
import type { PipelinePorts } from "./pipeline-ports.ts";

/** How long the leader's answer is waited for, and how often it is looked for. Unit: ms. */
const waitMaxMs = 5_000;
const lookEveryMs = 100;

type Ports = Pick<PipelinePorts, "commands" | "clock" | "newToken">;

/**
 * Has the instance that leads carry an order out. `not_leader` = nobody did, and nobody will; `command_pending` = somebody is at
 * it, and the caller looks or asks again.
 */
export const askLeader = async (ports: Ports, name: string, order: Order): Promise<unknown> => {
  const { commands, clock } = ports;
  const id = ports.newToken();
  await answerInTime(ports, (signal) => commands.submit({ id, name, text: textOfOrder(order) }, signal));
  const look = () => answerInTime(ports, (signal) => commands.answer(id, signal));
  const deadline = clock.monotonic() + waitMaxMs;
  for (;;) {
    const answer = await look();
    if (answer !== null) return valueOfAnswer(answer);
    if (clock.monotonic() >= deadline) break;
    await clock.sleep(lookEveryMs, new AbortController().signal);
  }
  if ((await answerInTime(ports, (signal) => commands.withdraw(id, signal))) === "withdrawn") throw nobodyLeads();
  const late = await look();
  if (late === null) throw stillPending();
  return valueOfAnswer(late);
};

const nobodyLeads = (): AppError =>
  new AppError(
    "not_leader",
    `No instance that may write has answered for ${waitMaxMs / 1_000} s. Nothing was done; try again in a moment.`,
  );

const stillPending = (): AppError =>
  new AppError(
    "command_pending",
    `The instance that leads is still at it after ${waitMaxMs / 1_000} s. Look whether it was done, or ask again.`,
  );

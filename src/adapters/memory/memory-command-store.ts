import type { Clock } from "../../application/ports/clock.ts";
import { type CommandStore, commandAgeMaxMs } from "../../application/ports/command-store.ts";
import type { LedgerStore, StoredCommand } from "./ledger-store.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryCommandStore = (store: LedgerStore, clock: Clock, step: Step): CommandStore => ({
  submit: ({ id, name, text }, signal) =>
    step("commands.submit", signal, () => {
      const fresh = {
        command: { id, name, text },
        createdAt: clock.now(),
        state: "waiting",
        epoch: 0n,
        answer: null,
      } as const;
      if (!store.commands.has(id)) store.commands.set(id, fresh);
    }),
  take: (epoch, signal) =>
    step("commands.take", signal, () => {
      const found = [...store.commands.values()]
        .filter((stored) => isDue(stored, epoch, clock.now()))
        .sort((a, b) => a.createdAt - b.createdAt)[0];
      if (found === undefined) return null;
      store.commands.set(found.command.id, { ...found, state: "taken", epoch });
      return found.command;
    }),
  finish: (id, epoch, answer, signal) =>
    step("commands.finish", signal, () => {
      const stored = store.commands.get(id);
      if (stored === undefined || stored.epoch !== epoch || stored.state === "waiting") return "fenced";
      if (stored.state === "taken") store.commands.set(id, { ...stored, state: "finished", answer });
      return "finished";
    }),
  answer: (id, signal) => step("commands.answer", signal, () => store.commands.get(id)?.answer ?? null),
  withdraw: (id, signal) =>
    step("commands.withdraw", signal, () => {
      const stored = store.commands.get(id);
      if (stored === undefined) return "withdrawn";
      if (stored.state === "waiting") store.commands.set(id, { ...stored, state: "withdrawn" });
      return stored.state === "waiting" || stored.state === "withdrawn" ? "withdrawn" : "taken";
    }),
});

/** Commands that some leader may yet carry out. */
export const openCommands = (store: LedgerStore, clock: Clock): readonly StoredCommand[] =>
  [...store.commands.values()].filter(
    ({ state, createdAt }) => (state === "waiting" || state === "taken") && clock.now() - createdAt < commandAgeMaxMs,
  );

const isDue = ({ state, epoch: takenBy, createdAt }: StoredCommand, epoch: bigint, now: number): boolean =>
  now - createdAt < commandAgeMaxMs && (state === "waiting" || (state === "taken" && takenBy < epoch));

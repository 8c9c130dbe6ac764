/** What a caller has asked of an instance that does not lead. */
export type Command = {
  readonly id: string;
  readonly name: string;
  /** Who asks, and for what, in the application's own form. */
  readonly text: string;
};

/** Nobody waits for a command that long: one that is older is never given out. In the database's own time. Unit: ms. */
export const commandAgeMaxMs = 60_000;

/** Commands on their way to the instance that leads. Each is given to one leader at a time; only its answer ends it. */
export type CommandStore = {
  /** Stores it for whoever leads. Idempotent by id. */
  submit(command: Command, signal: AbortSignal): Promise<void>;
  /** The oldest that waits, or that an older epoch has taken and not answered; from now on `epoch` has it. Null = there is none. */
  take(epoch: bigint, signal: AbortSignal): Promise<Command | null>;
  /** Ends it. Idempotent. `fenced` when this epoch does not have it: another one has taken it meanwhile. */
  finish(id: string, epoch: bigint, answer: string, signal: AbortSignal): Promise<"finished" | "fenced">;
  /** Null while there is none. */
  answer(id: string, signal: AbortSignal): Promise<string | null>;
  /** `withdrawn` = nobody has taken it, and nobody will. `taken` = it is or was carried out, and may yet be answered. */
  withdraw(id: string, signal: AbortSignal): Promise<"withdrawn" | "taken">;
};

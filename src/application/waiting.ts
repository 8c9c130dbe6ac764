import type { Log } from "./ports/log.ts";

type WaitingPorts = { readonly onError: (error: unknown) => void; readonly log: Log };

export type Waiting = {
  /** The error of a database that is being waited for; null when all answer. */
  error(): unknown;
  readonly onWaiting: (error: unknown) => void;
};

/** Remembers what is waited for, and tells of it once per absence. */
export const createWaiting = ({ onError, log }: WaitingPorts): Waiting => {
  let waiting: unknown = null;
  return {
    error: () => waiting,
    onWaiting: (error) => {
      if (error !== null && waiting === null) onError(error);
      if (error === null && waiting !== null) log.info("the database answers again");
      waiting = error;
    },
  };
};

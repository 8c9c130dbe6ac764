import type { Caller } from "../application/use-cases.ts";

/** Without access control the service listens on the loopback interface alone: whoever asks is on this machine. */
export const localCaller = (): Caller => ({ actor: "local" });

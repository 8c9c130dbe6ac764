/** Where the service asks and hears the source. */
export const readingPoints = ["source is asked", "source has answered"] as const;

/** Inside the one transaction of a unit, each behind the server's reply. */
export const transactionPoints = [
  "transaction is open",
  "new rows are written",
  "changed rows are written",
  "new heads are written",
  "retold heads are written",
  "shifted heads are written",
  "journal is written",
  "failures are written",
  "checkpoint is moved",
] as const;

/** Sent: the request is out, and nobody has heard the reply. Acknowledged: the reply has come, and the service does not know it yet. */
export const commitPoints = ["commit is sent", "commit is acknowledged"] as const;
export const renewalPoints = ["renewal is sent", "renewal is acknowledged"] as const;
export const progressPoints = ["progress of a run is sent", "progress of a run is acknowledged"] as const;
export const patchPoints = ["patch of the checkpoint is sent", "patch of the checkpoint is acknowledged"] as const;

/** On the way to the first unit. */
export const startPoints = [
  "lease is asked for",
  "lease is won",
  "fence is sent",
  "fence is acknowledged",
  "stream is asked for",
  "stream is open",
] as const;

export type KillPoint =
  | (typeof readingPoints)[number]
  | (typeof transactionPoints)[number]
  | (typeof commitPoints)[number]
  | (typeof renewalPoints)[number]
  | (typeof progressPoints)[number]
  | (typeof patchPoints)[number]
  | (typeof startPoints)[number];

/** Told at every passing of a point. */
export type Pass = (point: KillPoint) => void;

/** Ends (or freezes) this process at the `passing`th passing of `point`, counted from now on. */
export type Fate = {
  readonly point: KillPoint;
  readonly passing: number;
  readonly signal: "SIGKILL" | "SIGSTOP";
};

/** What a way to a mongod may look at. Nothing here is read from the process, so that tests can make a world of their own. */
export type MongodSearch = {
  readonly environment: Environment;
  readonly host: Host;
  /** Called before every step that may take more than a second, with one line for a human. */
  readonly progress: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** In the words of `process.platform` and `process.arch`. */
export type Host = { readonly platform: string; readonly architecture: string };

/** A binary that was run once and told its version, for example `6.0.5`. */
export type Mongod = { readonly path: string; readonly version: string };

export type MongodFinding =
  | { readonly kind: "found"; readonly mongod: Mongod }
  | { readonly kind: "not_found"; readonly reason: string }
  /** The user named a binary and it cannot be used: to go on with another one would hide the mistake. */
  | { readonly kind: "misconfigured"; readonly reason: string };

/** One way to get a mongod. It may throw: the search takes that as `not_found` with the error's message. */
export type MongodWay = {
  readonly name: string;
  find(search: MongodSearch): Promise<MongodFinding>;
};

export const notFound = (reason: string): MongodFinding => ({ kind: "not_found", reason });

/** What a process of the benchmark can be asked to do. Arguments and results are structured clones. */
export type Calls = Readonly<Record<string, (argument: never) => Promise<unknown>>>;

export type Call = { readonly id: number; readonly name: string; readonly argument: unknown };

export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "result"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly message: string };

/** What cannot be closed in order by then never will be: its server is gone. */
const closeTimeoutMs = 15_000;

/** Serves its parent until the parent hangs up or is gone, then lets go of everything and ends. */
export const serveCalls = (calls: Calls, close: () => Promise<void>): void => {
  const send = (answer: Answer): void => void process.send?.(answer);
  process.on("message", ({ id, name, argument }: Call) => {
    const call = calls[name] ?? (() => Promise.reject(new Error(`there is no call “${name}”`)));
    // Safe: parent and child share the type of the calls.
    call(argument as never)
      .then((value) => send({ kind: "result", id, value }))
      .catch((error: unknown) => send({ kind: "failure", id, message: textOf(error) }));
  });
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), closeTimeoutMs).unref();
    close().catch((error: unknown) => console.error(textOf(error)));
  });
  send({ kind: "ready" });
};

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

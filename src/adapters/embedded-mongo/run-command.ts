import { type ExecFileException, execFile } from "node:child_process";
import type { Environment } from "./mongod-search.ts";

export type CommandOutcome =
  | { readonly kind: "succeeded"; readonly stdout: string }
  | { readonly kind: "failed"; readonly reason: string };

export type CommandOptions = {
  readonly environment: Environment;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
};

/** Runs a program to its end. A failure is a value: the last thing the program complained of, in one line. */
export const runCommand = (
  command: string,
  commandArguments: readonly string[],
  { environment, timeoutMs, signal }: CommandOptions,
): Promise<CommandOutcome> =>
  new Promise((resolve) => {
    execFile(
      command,
      commandArguments,
      { env: { ...environment }, timeout: timeoutMs, killSignal: "SIGKILL", ...(signal && { signal }) },
      (error, stdout, stderr) =>
        resolve(
          error === null
            ? { kind: "succeeded", stdout }
            : { kind: "failed", reason: reasonOf(error, stderr, { command, timeoutMs }) },
        ),
    );
  });

const reasonOf = (
  error: ExecFileException,
  stderr: string,
  { command, timeoutMs }: { readonly command: string; readonly timeoutMs: number },
): string => {
  if (error.code === "ENOENT") return `${command} is not installed`;
  if (error.killed === true) return `${command} did not end within ${timeoutMs / 1000} s`;
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  return lines.at(-1)?.trim() ?? error.message;
};

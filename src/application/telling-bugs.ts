import type { DocumentKey } from "../domain/sync/failure.ts";
import { AppError } from "./errors.ts";
import type { Log } from "./ports/log.ts";

export type TellingPorts = { readonly log: Log; readonly onError: (error: unknown) => void };

/** Tells of a mistake of this service by the document it was met with: the log has all of it, the statistics that it is there. */
export const tellingBugs =
  ({ log, onError }: TellingPorts) =>
  (key: DocumentKey, error: unknown): void => {
    log.error("a document could not be worked on; it is on record as a failure, and the others go on", error, { key });
    onError(new AppError("internal", `Document ${key} could not be worked on: a mistake of this service.`));
  };

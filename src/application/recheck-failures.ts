import type { DocumentKey, Failure } from "../domain/sync/failure.ts";
import { reconcileKeys } from "./reconcile-keys.ts";
import type { RetractionPorts } from "./retract.ts";
import { keysOf } from "./retry-failures.ts";
import { retryTransient } from "./retry-transient.ts";

/** Failures looked at together. */
const pageSize = 1_000;

/**
 * Looks once more at every document with an open failure. One that went away unreported, and that had neither row nor head, no
 * other pass would meet: its failure would stay open for ever.
 */
export const recheckFailures = async (ports: RetractionPorts, signal: AbortSignal): Promise<void> => {
  let after: DocumentKey | null = null;
  for (;;) {
    const page: readonly Failure[] = await retryTransient(
      ports,
      () => ports.ledger.openFailures(after, pageSize, signal),
      signal,
    );
    const last = page.at(-1);
    if (last === undefined) return;
    await reconcileKeys(ports, keysOf(page), signal);
    after = last.key;
  }
};

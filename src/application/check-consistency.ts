import { type Check, type CheckPhase, type CheckPlace, checkPhases } from "../domain/consistency/check.ts";
import { createDuplicateWatch } from "../domain/consistency/duplicate-payments.ts";
import { machineryFindings } from "../domain/consistency/machinery.ts";
import type { Checkpoint } from "../domain/sync/checkpoint.ts";
import { checkAccounts } from "./check-accounts.ts";
import { checkJournal } from "./check-journal.ts";
import type { CheckNotes } from "./check-notes.ts";
import { checkOtherRows } from "./check-other-rows.ts";
import { type CheckPorts, checkPayments } from "./check-payments.ts";
import type { CheckProgress } from "./check-progress.ts";
import { checkProperties } from "./check-properties.ts";
import { retryTransient } from "./retry-transient.ts";
import type { SettlePorts } from "./settle-suspects.ts";

export type ConsistencyPorts = SettlePorts & {
  readonly notes: CheckNotes;
  readonly checkpoint: () => Checkpoint;
  readonly progress: CheckProgress;
  readonly maxRowsPerSecond: number;
};

/**
 * Compares everything and writes nothing to the ledger: source → ledger, ledger → source, heads against their rows, journal
 * against rows. Memory is bounded by a page, whatever the size of the books. Goes on where its notes say that it was broken off.
 */
export const checkConsistency = async (ports: ConsistencyPorts, signal: AbortSignal): Promise<void> => {
  const { notes, scanner, progress } = ports;
  const parts = { ...ports, duplicates: createDuplicateWatch() };
  if (notes.check().total === null) notes.at({ total: await countSource(ports, signal) });
  for (const phase of checkPhases.slice(checkPhases.indexOf(notes.check().place?.phase ?? "properties"))) {
    await lookAt[phase](parts, await progress.enter(phase), signal);
  }
  const missingIndexes = await retryTransient(ports, () => scanner.missingIndexes(signal), signal);
  await notes.report(machineryFindings({ ...machineryOf(notes, ports.checkpoint()), missingIndexes }));
  await progress.done();
};

type Look = (
  parts: CheckPorts & Pick<ConsistencyPorts, "checkpoint">,
  place: CheckPlace,
  signal: AbortSignal,
) => Promise<void>;

const lookAt: Readonly<Record<CheckPhase, Look>> = {
  properties: checkProperties,
  payments: checkPayments,
  rows: checkOtherRows,
  totals: checkAccounts,
  // Its stretches are quick to count: it begins anew where it was broken off.
  journal: (parts, _, signal) => checkJournal(parts, parts.checkpoint().seq, signal),
};

const machineryOf = (notes: CheckNotes, checkpoint: Checkpoint) => ({
  checkpoint,
  sourceTime: timeOf(notes.check()),
});

const timeOf = ({ asOf }: Check) => asOf?.to ?? null;

const countSource = (ports: ConsistencyPorts, signal: AbortSignal): Promise<number> =>
  retryTransient(
    ports,
    async () => {
      const [properties, payments] = await Promise.all([
        ports.source.count("properties", signal),
        ports.source.count("payments", signal),
      ]);
      return properties + payments;
    },
    signal,
  );

import { beginLink, type ChainLink, followLink } from "../domain/consistency/compare-chain.ts";
import type { CheckNotes } from "./check-notes.ts";
import type { LedgerScanner } from "./ports/ledger-scanner.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";

export type ChainPorts = RetryPorts & {
  readonly scanner: Pick<LedgerScanner, "journalAmendments" | "journalLines">;
  readonly notes: Pick<CheckNotes, "report">;
};

/** Numbers of the journal looked at together. */
const seqsAtOnce = 10_000n;
/** Lines that are followed back from one; beyond them its oldest fields are taken for right. */
const linesBackMax = 1_000;

/** Every line that changed a row against the lines before it. Lines are only ever added, so that no snapshot is needed. */
export const checkJournalChain = async (ports: ChainPorts, through: bigint, signal: AbortSignal): Promise<void> => {
  for (let after = 0n; after < through; after += seqsAtOnce) {
    const last = after + seqsAtOnce < through ? after + seqsAtOnce : through;
    const read = () => ports.scanner.journalAmendments(after, last, signal);
    const amendments = await retryTransient(ports, read, signal);
    let open: readonly ChainLink[] = amendments.map(beginLink);
    for (let round = 0; open.length > 0 && round < linesBackMax; round += 1)
      open = await followAll(ports, open, signal);
  }
};

const followAll = async (
  ports: ChainPorts,
  links: readonly ChainLink[],
  signal: AbortSignal,
): Promise<readonly ChainLink[]> => {
  const seqs = [...new Set(links.flatMap(({ next }) => (next === null ? [] : next)))];
  const lines = await retryTransient(ports, () => ports.scanner.journalLines(seqs, signal), signal);
  const bySeq = new Map(lines.map((line) => [line.seq, line]));
  const open: ChainLink[] = [];
  for (const before of links) {
    const { link, finding } = followLink(before, before.next === null ? undefined : bySeq.get(before.next));
    if (finding !== null) await ports.notes.report([finding]);
    if (link.next !== null) open.push(link);
  }
  return open;
};

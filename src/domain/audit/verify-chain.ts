import { type AuditHead, chainStart, type Hash, hashOfLine } from "./audit-chain.ts";
import { type AuditLine, isIntention } from "./audit-line.ts";

/** What stands at a place of the trail; `line` null = something that no line could be. */
export type StoredLine = { readonly seq: number; readonly line: AuditLine | null };

export type AuditFault = {
  /**
   * `altered`: the line is not what its hash stands for. `unlinked`: it does not follow the line before. `missing`: no line is
   * there. `cut_off`: the trail was longer. `head`: the note of the newest line is gone or says something else. `anchor`: the
   * line that was noted elsewhere is another one now. `stray`: what is no line of the trail.
   */
  readonly kind: "altered" | "unlinked" | "missing" | "cut_off" | "head" | "anchor" | "stray";
  /** First and last place meant. */
  readonly from: number;
  readonly to: number;
};

export type AuditVerdict = {
  readonly lines: number;
  /** The newest line, to be noted where nobody who can write the database can write. */
  readonly head: AuditHead;
  /** In the order of their places, at most `faultsKeptMax`. */
  readonly faults: readonly AuditFault[];
  readonly faultCount: number;
  /** Places of intentions of which no outcome is known, oldest first, at most as many. */
  readonly unknownOutcomes: readonly number[];
  readonly unknownCount: number;
};

/** More would not help anybody who reads them. */
export const faultsKeptMax = 100;

/** What the trail is held against. */
export type ChainNotes = {
  /** The note of the newest line beside the trail, read before the walk begins; null = it is gone. */
  readonly head: AuditHead | null;
  /** A line noted elsewhere. */
  readonly anchor: AuditHead | null;
  /** Documents that have no place in the trail. */
  readonly strays: number;
};

/** Walks the trail from its first line to its last and then says what is wrong with it. */
export type ChainWalk = { step(stored: StoredLine): void; end(): AuditVerdict };

export const createChainWalk = (hash: Hash, { head, anchor, strays }: ChainNotes): ChainWalk => {
  const found = createFaults();
  const open = new Map<string, number>();
  let lines = 0;
  /** `hash` null = not to be relied on. */
  let last: { readonly seq: number; readonly hash: string | null } = chainStart;
  return {
    step: (stored) => {
      const { seq, line } = stored;
      if (!Number.isSafeInteger(seq) || seq <= last.seq) return found.add("stray", seq);
      if (seq > last.seq + 1) found.add("missing", last.seq + 1, seq - 1);
      const previousHash = seq === last.seq + 1 ? last.hash : null;
      const fault = faultOf(stored, previousHash, hash);
      if (fault !== null) found.add(fault, seq);
      if (isOtherThan(head, stored)) found.add("head", seq);
      if (isOtherThan(anchor, stored)) found.add("anchor", seq);
      lines += 1;
      last = { seq, hash: line?.hash ?? null };
      noteOutcome(open, line);
    },
    end: () => {
      if (strays > 0) found.add("stray", 0);
      if (head === null) found.add("head", last.seq);
      const longest = Math.max(head?.seq ?? 0, anchor?.seq ?? 0);
      if (longest > last.seq) found.add("cut_off", last.seq + 1, longest);
      const unknown = [...open.values()];
      const newest = { seq: last.seq, hash: last.hash ?? "" };
      return { lines, head: newest, ...found.all(), ...unknownOf(unknown) };
    },
  };
};

/** `previousHash` null = the line before is not there, or no line. */
const faultOf = ({ seq, line }: StoredLine, previousHash: string | null, hash: Hash): "altered" | "unlinked" | null => {
  if (line === null || line.seq !== seq || hashOfLine(line, hash) !== line.hash) return "altered";
  return previousHash !== null && line.previousHash !== previousHash ? "unlinked" : null;
};

const isOtherThan = (note: AuditHead | null, { seq, line }: StoredLine): boolean =>
  note !== null && note.seq === seq && note.hash !== line?.hash;

const noteOutcome = (open: Map<string, number>, line: AuditLine | null): void => {
  if (line === null) return;
  if (isIntention(line)) open.set(line.operationId, line.seq);
  else open.delete(line.operationId);
};

const unknownOf = (unknown: readonly number[]) => ({
  unknownOutcomes: unknown.slice(0, faultsKeptMax),
  unknownCount: unknown.length,
});

const createFaults = () => {
  const faults: AuditFault[] = [];
  let faultCount = 0;
  return {
    add: (kind: AuditFault["kind"], from: number, to = from): void => {
      faultCount += 1;
      if (faults.length < faultsKeptMax) faults.push({ kind, from, to });
    },
    all: () => ({ faults, faultCount }),
  };
};

/** A document's state reduced to one number; equal numbers are taken for equal states. */
export type Fingerprint = number;

/** Stands for "there is no such document". No fingerprint is negative. */
export const gone: Fingerprint = -1;

/**
 * What a feed has last told of each document of one collection, by the hash of its id: 24 bytes a document. A document that
 * is not remembered is told again, which costs a reading and changes nothing.
 */
export type ToldDocuments = {
  /** Null = not remembered. Marks the document as seen in the present sweep. */
  told(id: number): Fingerprint | null;
  tell(id: number, fingerprint: Fingerprint): void;
  /** Whether the present sweep has seen the document. */
  isSeen(id: number): boolean;
  /** Whether any document was ever there. */
  hasAny(): boolean;
  /** Another sweep begins. What the last two have not seen is forgotten when room is needed. */
  beginSweep(): void;
};

/** Documents remembered of one collection; beyond these each sweep tells the others again. 2^23 slots of 20 bytes. */
export const rememberedMax = 5_000_000;

const slotsFirst = 1_024;
const fullShare = 0.6;

type Slots = { readonly ids: Float64Array; readonly fingerprints: Float64Array; readonly sweeps: Uint32Array };

export const createToldDocuments = (max = rememberedMax): ToldDocuments => {
  let slots = emptySlots(slotsFirst);
  let used = 0;
  let hasAny = false;
  let roomMadeIn = 0;
  // Slots of no document hold sweep 0.
  let sweep = 1;

  /** Open addressing: the slot of `id`, or the free one where it would go. */
  const slotOf = ({ ids, sweeps }: Slots, id: number): number => {
    const mask = ids.length - 1;
    let slot = (id % ids.length) & mask;
    while (sweeps[slot] !== 0 && ids[slot] !== id) slot = (slot + 1) & mask;
    return slot;
  };
  const write = (to: Slots, slot: number, { id, fingerprint, seenIn }: Entry): void => {
    to.ids[slot] = id;
    to.fingerprints[slot] = fingerprint;
    to.sweeps[slot] = seenIn;
  };
  /** Makes room: leaves out what two sweeps have not seen, and doubles the slots when that does not help. */
  const makeRoom = (): void => {
    const before = slots;
    const isKept = (slot: number): boolean => (before.sweeps[slot] ?? 0) >= Math.max(1, sweep - 1);
    let kept = 0;
    for (let slot = 0; slot < before.ids.length; slot += 1) if (isKept(slot)) kept += 1;
    const isCrowded = kept > before.ids.length * (fullShare / 2);
    roomMadeIn = sweep;
    slots = emptySlots(isCrowded ? before.ids.length * 2 : before.ids.length);
    used = kept;
    for (let slot = 0; slot < before.ids.length; slot += 1) {
      if (!isKept(slot)) continue;
      const id = before.ids[slot] ?? 0;
      const entry = { id, fingerprint: before.fingerprints[slot] ?? gone, seenIn: before.sweeps[slot] ?? sweep };
      write(slots, slotOf(slots, id), entry);
    }
  };

  return {
    told: (id) => {
      const slot = slotOf(slots, id);
      if (slots.sweeps[slot] === 0) return null;
      slots.sweeps[slot] = sweep;
      return slots.fingerprints[slot] ?? null;
    },
    tell: (id, fingerprint) => {
      hasAny ||= fingerprint !== gone;
      if (slots.sweeps[slotOf(slots, id)] === 0) {
        const isCrowded = used + 1 > slots.ids.length * fullShare;
        // Once a sweep: what is too much then would only be looked through in vain.
        if (isCrowded || (used >= max && roomMadeIn < sweep)) makeRoom();
        if (used >= max) return;
        used += 1;
      }
      write(slots, slotOf(slots, id), { id, fingerprint, seenIn: sweep });
    },
    isSeen: (id) => slots.sweeps[slotOf(slots, id)] === sweep,
    hasAny: () => hasAny,
    beginSweep: () => {
      sweep += 1;
    },
  };
};

type Entry = { readonly id: number; readonly fingerprint: Fingerprint; readonly seenIn: number };

const emptySlots = (length: number): Slots => ({
  ids: new Float64Array(length),
  fingerprints: new Float64Array(length),
  sweeps: new Uint32Array(length),
});

import { AppError } from "./errors.ts";
import type { AccountingSink } from "./ports/accounting-sink.ts";
import type { SourceReader } from "./ports/source-reader.ts";

/** A unit is never made smaller than this share of what it may be at most: some eighty documents of five thousand. */
const shareMin = 1 / 64;
/** How large units of work may be right now: halved by a database that is overloaded, doubled again by each unit that went through. */
export type UnitSize = {
  /** The share of the usual maxima, above 0 and at most 1. */
  share(): number;
  /** Of a usual maximum; at least 1. */
  of(max: number): number;
  halve(): void;
  grow(): void;
};

export const createUnitSize = (): UnitSize => {
  let share = 1;
  return {
    share: () => share,
    of: (max) => Math.max(1, Math.floor(max * share)),
    halve: () => {
      share = Math.max(shareMin, share / 2);
    },
    grow: () => {
      share = Math.min(1, share * 2);
    },
  };
};

const isTooMuch = (error: unknown): boolean =>
  error instanceof AppError && (error.code.endsWith("_overloaded") || error.code === "unit_too_large");

const watched = async <T>(size: UnitSize, call: Promise<T>): Promise<T> => {
  try {
    return await call;
  } catch (error) {
    if (isTooMuch(error)) size.halve();
    throw error;
  }
};

type Sized = { readonly source: SourceReader; readonly sink: AccountingSink };

/** The ports through which units go, which tell the size how they fare. */
export const sizedBy = (size: UnitSize, { source, sink }: Sized): Sized => ({
  source: {
    ...source,
    read: (keys, at, signal) => watched(size, source.read(keys, at, signal)),
    readPage: (collection, page, signal) => watched(size, source.readPage(collection, page, signal)),
  },
  sink: {
    ...sink,
    commit: async (batch, signal) => {
      const result = await watched(size, sink.commit(batch, signal));
      size.grow();
      return result;
    },
  },
});

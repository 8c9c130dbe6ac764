/** Below the 16 MiB of a command, with room for what stands around the items. Unit: bytes. */
const sliceBytesMax = 14 * 1_024 * 1_024;

export type SliceOptions<T> = {
  /** Items of one slice. */
  readonly countMax: number;
  /** What an item takes at most in a command. Unit: bytes. */
  readonly bytesOf: (item: T) => number;
};

/** Items in their order, as many together as fit into one command; one that fits into none goes alone. */
export function* slicesOf<T>(items: readonly T[], { countMax, bytesOf }: SliceOptions<T>): Generator<readonly T[]> {
  let slice: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const more = bytesOf(item);
    if (slice.length > 0 && (slice.length >= countMax || bytes + more > sliceBytesMax)) {
      yield slice;
      [slice, bytes] = [[], 0];
    }
    slice.push(item);
    bytes += more;
  }
  if (slice.length > 0) yield slice;
}

/** An element's type, name and length beside its text. Unit: bytes. */
const elementBytes = 16;

/** A text in UTF-8, or the value that a canonical id stands for. Unit: bytes. */
export const textBytesMax = (text: string): number => 3 * text.length + elementBytes;

/** Ids for one `$in`: their number is bounded by who asks. */
export const idSlices = <Text extends string>(ids: readonly Text[]): Generator<readonly Text[]> =>
  slicesOf(ids, { countMax: Number.POSITIVE_INFINITY, bytesOf: textBytesMax });

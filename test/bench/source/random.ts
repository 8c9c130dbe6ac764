/** Another seed is another data set; this one is the benchmark's. */
const seed = 0x1ed9e2;

/** A number in [0, 1) that follows from the seed, `index` and `salt` alone: any document can be made again, in any process. */
export const randomAt = (index: number, salt: number): number => {
  let bits = Math.imul(index ^ seed, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
};

/** A whole number in [from, to]. */
export const wholeAt = (index: number, salt: number, [from, to]: readonly [number, number]): number =>
  from + Math.floor(randomAt(index, salt) * (to - from + 1));

export const oneOf = <T>(items: readonly [T, ...T[]], index: number, salt: number): T =>
  items[Math.floor(randomAt(index, salt) * items.length)] ?? items[0];

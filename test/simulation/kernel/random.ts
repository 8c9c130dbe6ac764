/** Chance that can be repeated: the same seed gives the same numbers. */
export type Random = {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** One of the items, each as often as its weight says. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T;
  /** Another source of chance: however often it is asked, what comes from this one stays the same. */
  fork(): Random;
};

export const createRandom = (seed: number): Random => {
  let state = scramble(seed);
  const bits = (): number => {
    state = (state + 0x6d2b_79f5) | 0;
    return scramble(state);
  };
  const next = (): number => bits() / 2 ** 32;
  const whole = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const weighted = <T>(items: readonly (readonly [number, T])[]): T => {
    let rest = next() * items.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of items) {
      rest -= weight;
      if (rest < 0) return item;
    }
    throw new RangeError("nothing to choose from");
  };
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick: (items) => weighted(items.map((item) => [1, item] as const)),
    weighted,
    fork: () => createRandom(bits()),
  };
};

/** Mulberry32's mixing, an unsigned 32-bit number. */
const scramble = (value: number): number => {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
};

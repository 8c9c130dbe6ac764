/**
 * Two multiplicative hashes side by side, mixed at the end into 53 bits; after cyrb53
 * (https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js, public domain). Not for secrets.
 */
const firstSeed = 0xdeadbeef;
const secondSeed = 0x41c6ce57;
const firstFactor = 2_654_435_761;
const secondFactor = 1_597_334_677;

export const hashOfText = (text: string): number => {
  let h1 = firstSeed;
  let h2 = secondSeed;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    h1 = Math.imul(h1 ^ code, firstFactor);
    h2 = Math.imul(h2 ^ code, secondFactor);
  }
  return mixed(h1, h2);
};

/** Four bytes at a time: whole collections go through here. */
export const hashOfBytes = (bytes: Uint8Array): number => {
  let h1 = firstSeed ^ bytes.length;
  let h2 = secondSeed ^ bytes.length;
  const { length } = bytes;
  for (let index = 0; index < length; index += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = [bytes[index], bytes[index + 1], bytes[index + 2], bytes[index + 3]];
    const word = a | (b << 8) | (c << 16) | (d << 24);
    h1 = Math.imul(h1 ^ word, firstFactor);
    h1 ^= h1 >>> 15;
    h2 = Math.imul(h2 ^ word, secondFactor);
    h2 ^= h2 >>> 13;
  }
  return mixed(h1, h2);
};

const mixed = (first: number, second: number): number => {
  let [h1, h2] = [first, second];
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2_246_822_507) ^ Math.imul(h2 ^ (h2 >>> 13), 3_266_489_909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2_246_822_507) ^ Math.imul(h1 ^ (h1 >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & h2) + (h1 >>> 0);
};

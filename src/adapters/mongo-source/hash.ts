/** cyrb53 (https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js, public domain): 53 bits, not for secrets. */
const hash53 = (length: number, at: (index: number) => number): number => {
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  for (let index = 0; index < length; index += 1) {
    const code = at(index);
    h1 = Math.imul(h1 ^ code, 2_654_435_761);
    h2 = Math.imul(h2 ^ code, 1_597_334_677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2_246_822_507) ^ Math.imul(h2 ^ (h2 >>> 13), 3_266_489_909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2_246_822_507) ^ Math.imul(h1 ^ (h1 >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & h2) + (h1 >>> 0);
};

export const hashOfText = (text: string): number => hash53(text.length, (index) => text.charCodeAt(index));

export const hashOfBytes = (bytes: Uint8Array): number => hash53(bytes.length, (index) => bytes[index] ?? 0);

// Date, Math.random and setTimeout in a comment are only words.
const now = Date.now(); // breaks
const today = new Date(0); // breaks
const chance = Math.random(); // breaks
const { random } = Math; // breaks
const since = performance.now(); // breaks
const id = crypto.randomUUID(); // breaks
const indirect = globalThis.Date; // breaks
setTimeout(() => {}, 1); // breaks
setInterval(() => {}, 1); // breaks
setImmediate(() => {}); // breaks

export type When = Date; // breaks
export type Bson = { readonly Date: number; readonly kind: "Date" };
export const lag = (bson: Bson) => [bson.Date, Math.max(1, 2), now, today, chance, random, since, id, indirect];
export const value = { Date: 1 };

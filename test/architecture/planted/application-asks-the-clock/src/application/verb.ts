// setTimeout and Date.now() in a comment are only words.
type Clock = { now(): number; setTimeout(ms: number): void };

const now = Date.now(); // breaks
const today = new Date(); // breaks
const stored = new Date(0); // breaks
const formatted = new Date().toISOString(); // breaks
const read = Date.now; // breaks
const text = Date(); // breaks
const Time = Date; // breaks
const chance = Math.random(); // breaks
const since = performance.now(); // breaks
const signal = AbortSignal.timeout(1); // breaks
setTimeout(() => {}, 1); // breaks
setInterval(() => {}, 1); // breaks
setImmediate(() => {}); // breaks
globalThis.setTimeout(() => {}, 1); // breaks

export const verb = (clock: Clock, at: Date, atMs: number) => {
  clock.setTimeout(1);
  const isDate = at instanceof Date;
  const line = new Date(atMs).toISOString();
  const both = AbortSignal.any([]);
  return [clock.now(), Date.UTC(2020), Math.max(1, 2), isDate, line, both];
};
export const unused = [now, today, stored, formatted, read, text, Time, chance, since, signal];

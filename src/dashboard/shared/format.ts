const whole = new Intl.NumberFormat("en-US");

/** 12481 → `12,481`. */
export const count = (value: number): string => whole.format(value);

/** `3 payments`, `1 payment`. */
export const countOf = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A lag: 12 → `12 ms`, 140 → `0.1 s`, 90_000 → `1 min 30 s`. Unit of the argument: ms. */
export const lag = (ms: number): string => {
  if (ms < 100) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  return duration(ms);
};

/** How long: the two largest units that matter. Unit of the argument: ms. */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return twoOf(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return twoOf(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  return twoOf(Math.floor(hours / 24), "d", hours % 24, "h");
};

const twoOf = (first: number, firstUnit: string, second: number, secondUnit: string): string =>
  second === 0 ? `${first} ${firstUnit}` : `${first} ${firstUnit} ${second} ${secondUnit}`;

/** `3 min ago`, `in 2 h`; below ten seconds `just now`. Both in ms since the epoch. */
export const relative = (at: number, now: number): string => {
  const away = now - at;
  const size = Math.abs(away);
  if (size < 10_000) return away >= 0 ? "just now" : "now";
  const words = coarse(size);
  return away >= 0 ? `${words} ago` : `in ${words}`;
};

const coarse = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${Math.round(seconds / 10) * 10} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(hours / 24)} days`;
};

/** `2024-01-31 02:00:00 UTC` */
export const inUtc = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

const local = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium" });
const zone = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" });

/** `2024-01-31 04:00:00 GMT+2`, in the viewer's zone. */
export const inLocal = (at: number): string => {
  const zoneName = zone.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return `${local.format(at)} ${zoneName}`.trim();
};

/** `1234567.50` → `1,234,567.50`: a decimal string stays exact, no double is made of it. */
export const decimal = (amount: string): string => {
  const [, sign = "", units = "", cents = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(amount) ?? [];
  if (units === "") return amount;
  return `${sign === "-" ? "−" : ""}${units.replace(/\B(?=(\d{3})+$)/g, ",")}${cents}`;
};

/** Longer ids are shortened to their beginning and end. Unit: characters. */
const idLengthMax = 14;

/** `64b7f1c2e4b0a1a2b3c4d5e7` → `64b7f1…b3c4d5e7`: the end tells ids apart that were made one after the other. */
export const shortened = (id: string): string => (id.length <= idLengthMax ? id : `${id.slice(0, 6)}…${id.slice(-8)}`);

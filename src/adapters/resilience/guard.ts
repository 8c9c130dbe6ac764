import type { ChangeFeed } from "../../application/ports/change-feed.ts";
import type { Breaker } from "./breaker.ts";

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** The same port, each call of it through the breaker. For ports whose every method is a call of the database. */
export const guard = <Port extends object>(port: Port, breaker: Breaker): Port => {
  // Safe: the names and methods of a port, which are all calls that answer with a promise.
  const methods = Object.entries(port) as readonly (readonly [string, Method])[];
  const guarded = methods.map(([name, call]) => [
    name,
    (...args: readonly unknown[]) => breaker.run(() => call(...args)),
  ]);
  // Safe: one method for each of the port's, of the same shape.
  return Object.fromEntries(guarded) as Port;
};

/** The same for several ports of one database, by their names. */
export const guardEach = <Ports extends Readonly<Record<string, object>>>(ports: Ports, breaker: Breaker): Ports =>
  // Safe: one port for each, of the same shape.
  Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, guard(port, breaker)])) as Ports;

/** A feed, and what it has opened. Closing is always tried. */
export const guardFeed = (feed: ChangeFeed, breaker: Breaker): ChangeFeed => ({
  mode: feed.mode,
  open: async (from, signal) => {
    const opened = await breaker.run(() => feed.open(from, signal));
    if ("kind" in opened) return opened;
    return { ...opened, next: (...args) => breaker.run(() => opened.next(...args)) };
  },
});

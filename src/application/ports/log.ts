/** Facts for whoever reads the log; never names, contact data or amounts. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

export type Log = {
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  /** `error` is written whole, credentials masked. */
  error(message: string, error: unknown, facts?: LogFacts): void;
};

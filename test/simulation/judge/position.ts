import type { Position } from "../../../src/domain/sync/change.ts";

/** Events between two positions; null = the beginning. The in-memory feed's token is `<source>/<events so far>/<time>`. */
export const eventsPassed = (from: Position | null, to: Position): number =>
  seqOf(to) - (from === null ? 0 : seqOf(from));

const seqOf = ({ token }: Position): number => Number(token.split("/")[1]);

import { paymentIdOfRow } from "../../../src/domain/ids.ts";
import type { Objections, Step } from "./books.ts";

/**
 * Time never goes back, but for rows and heads that somebody else has sent ahead: a unit takes them back, and they are counted,
 * one per row's payment and one per head.
 */
export const checkAhead = (step: Step, damaged: ReadonlySet<string>): Objections => {
  const { before, after, commit } = step;
  const { rows, heads } = wentBack(step);
  const unexplained = [...rows, ...heads].filter((id) => !damaged.has(id));
  if (unexplained.length > 0) return [`${unexplained} went back in time`];
  if (commit?.kind !== "reconcile" && rows.length + heads.length > 0) return ["something went back outside a unit"];
  const due = new Set(rows.map(paymentIdOfRow)).size + heads.length;
  const counted = after.checkpoint.aheadCorrected - before.checkpoint.aheadCorrected;
  return counted === due ? [] : [`${due} came back from a time to come and ${counted} are counted`];
};

const wentBack = ({ before, after }: Step) => {
  const isBack = (is: { readonly asOf: bigint }, was: { readonly asOf: bigint } | undefined): boolean =>
    was !== undefined && is.asOf < was.asOf;
  const rows = [...after.rows].flatMap(([id, row]) => (isBack(row, before.rows.get(id)) ? id : []));
  const heads = [...after.accounts].flatMap(([id, head]) => (isBack(head, before.accounts.get(id)) ? id : []));
  return { rows, heads };
};

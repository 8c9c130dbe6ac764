import { type Failure, isOpen } from "../sync/failure.ts";
import { resolvedFailure } from "../sync/failure-life.ts";

export type Dismissal = { readonly reason: string; readonly actor: string };

/** The record after a person has dismissed it; null where nothing is open any more, or never was. */
export const planDismissal = (known: Failure | null, { reason, actor }: Dismissal, at: number): Failure | null =>
  known !== null && isOpen(known) ? resolvedFailure(known, { kind: "dismissed", reason, actor }, at) : null;

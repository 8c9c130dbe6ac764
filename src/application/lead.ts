import { AppError } from "./errors.ts";
import type { LeaderReport } from "./leader-report.ts";
import type { Clock } from "./ports/clock.ts";
import type { Lease } from "./ports/lease.ts";

/** How long a lease holds without being renewed, and how often it is. Unit: ms. */
export const leaseTtlMs = 15_000;
const renewEveryMs = 5_000;
/** Where a person has to mend something, as often as this. Unit: ms. */
const configurationPauseMs = 60_000;
/** How often an instance that waits looks again, and one that leads looks whether it has news for the others. Unit: ms. */
const lookEveryMs = 500;

export type LeadPorts = {
  readonly lease: Lease;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  /** What this instance tells the others; null = nothing yet. */
  readonly report: () => LeaderReport | null;
};

/**
 * Waits for the lease, then serves one term after another until told to stop. A term is abandoned when the lease is lost or
 * could not be renewed for its whole length by this instance's own monotonic clock, since then another may have it.
 */
export const lead = async (
  ports: LeadPorts,
  serve: (epoch: bigint, abandon: AbortController) => Promise<void>,
  stop: AbortSignal,
): Promise<void> => {
  while (!stop.aborted) {
    try {
      const epoch = await win(ports, stop);
      await serveTerm(ports, epoch, serve, stop);
    } catch (error) {
      if (stop.aborted) return;
      ports.onError(error);
      await ports.clock.sleep(pauseAfter(error), stop).catch(() => undefined);
    }
  }
};

/** A wrong password tried twice a second would lock the account. */
const pauseAfter = (error: unknown): number =>
  error instanceof AppError && error.code === "accounting_configuration" ? configurationPauseMs : lookEveryMs;

const win = async ({ lease, clock }: LeadPorts, stop: AbortSignal): Promise<bigint> => {
  for (;;) {
    const answer = await lease.acquire(stop);
    if (answer.kind === "won") return answer.epoch;
    await clock.sleep(Math.min(lookEveryMs, Math.max(50, answer.by.expiresInMs)), stop);
  }
};

const serveTerm = async (
  ports: LeadPorts,
  epoch: bigint,
  serve: (epoch: bigint, abandon: AbortController) => Promise<void>,
  stop: AbortSignal,
): Promise<void> => {
  const abandon = new AbortController();
  const over = new AbortController();
  const renewing = renew(ports, epoch, abandon, AbortSignal.any([over.signal, abandon.signal]));
  try {
    await serve(epoch, abandon);
  } finally {
    over.abort();
    await renewing;
    // Gives nothing back that another has taken meanwhile: the release names the epoch.
    await ports.lease.release(epoch).catch(ports.onError);
  }
  if (!stop.aborted) await ports.clock.sleep(lookEveryMs, stop).catch(() => undefined);
};

const renew = async (ports: LeadPorts, epoch: bigint, abandon: AbortController, over: AbortSignal): Promise<void> => {
  const { clock } = ports;
  let heldUntil = clock.monotonic() + leaseTtlMs;
  let told = noNews;
  while (!over.aborted) {
    const report = await nextReport(ports, told, heldUntil, over);
    if (over.aborted) return;
    const askedAt = clock.monotonic();
    const answer = await renewBefore(heldUntil, { ...ports, status: report?.text() ?? null }, epoch, over);
    told = report?.mark ?? noNews;
    if (answer === "renewed") heldUntil = askedAt + leaseTtlMs;
    const isLost = answer === "lost" || clock.monotonic() >= heldUntil;
    if (isLost) abandon.abort(new AppError("fenced", "The lease was lost; another instance may lead now."));
  }
};

const noNews = "";

/** Waits until the lease is to be renewed, or until there is something to tell that the others do not know. */
const nextReport = async (
  { clock, report }: LeadPorts,
  told: string,
  heldUntil: number,
  over: AbortSignal,
): Promise<LeaderReport | null> => {
  const renewAt = Math.min(heldUntil, clock.monotonic() + renewEveryMs);
  for (;;) {
    await clock.sleep(Math.max(0, Math.min(lookEveryMs, renewAt - clock.monotonic())), over).catch(() => undefined);
    if (over.aborted) return null;
    const news = report();
    if (clock.monotonic() >= renewAt || (news?.mark ?? noNews) !== told) return news;
  }
};

/** The lease's answer, or none by the moment it expires: a request that hangs must not keep a term alive. */
const renewBefore = async (
  heldUntil: number,
  { lease, clock, onError, status }: LeadPorts & { readonly status: string | null },
  epoch: bigint,
  over: AbortSignal,
): Promise<"renewed" | "lost" | undefined> => {
  const settled = new AbortController();
  const signal = AbortSignal.any([over, settled.signal]);
  const answer = lease.renew(epoch, status, signal).catch((error: unknown) => {
    if (!signal.aborted) onError(error);
    return undefined;
  });
  const expiry = clock.sleep(Math.max(0, heldUntil - clock.monotonic()), signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([answer, expiry]);
  } finally {
    settled.abort();
  }
};

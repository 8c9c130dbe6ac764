import type { Db } from "mongodb";

const minuteMs = 60_000;
const pointMs = 10_000;

/** What the dashboard shows of the day before: counts of the points of one hour are known to the test. */
export type LivedDay = { readonly paymentsOfLastHour: number };

/**
 * A day as a leader has written it down, up to the present minute: work by day and silence by night, ten minutes in which
 * nobody led, a slow stretch, and an error in it.
 */
export const liveADay = async (accounting: Db, now: number): Promise<LivedDay> => {
  const present = Math.floor(now / minuteMs) * minuteMs;
  const ages = Array.from({ length: 24 * 60 }, (_, index) => index + 1).filter((age) => age < 38 || age > 48);
  const minutes = ages.map((age) => ({ age, at: present - age * minuteMs, points: pointsOf(age, present) }));
  await accounting.collection<{ _id: string }>("sync_history").insertMany(
    minutes.map(({ at, points }) => ({
      _id: `0/${at}`,
      at: new Date(at),
      points: points.map((point) => ({ ...point, at: new Date(point.at) })),
    })),
  );
  const paymentsOfLastHour = minutes
    .flatMap(({ points }) => points)
    .filter(({ at }) => at >= present - 58 * minuteMs)
    .reduce((sum, { changes }) => sum + changes.payments, 0);
  return { paymentsOfLastHour };
};

const pointsOf = (age: number, present: number) =>
  Array.from({ length: 6 }, (_, index) => {
    const tick = age * 6 - index;
    const isBusy = isWork(age) && tick % 7 < 4;
    const every = (ticks: number, changes: number): number => (isBusy && tick % ticks === 0 ? changes : 0);
    return {
      at: present - age * minuteMs + index * pointMs,
      lagMs: lagOf(tick, isBusy, isSlow(age)),
      changes: { payments: isBusy ? 8 + ((tick * 37) % 23) : 0, properties: every(5, 3), owners: every(11, 2) },
      failed: age === 7 && index === 2 ? 2 : 0,
      errors: age === 6 && index === 4 ? 1 : 0,
    };
  });

const isSlow = (age: number): boolean => age === 6 || age === 7;

/** Nothing where the window of an hour ends: its sum stays as it is while the window moves on. */
const isWork = (age: number): boolean => age % 720 < 500 && (age < 53 || age > 70);

const lagOf = (tick: number, isBusy: boolean, slow: boolean): number => {
  if (slow) return 1_400 + ((tick * 71) % 500);
  return isBusy ? 40 + ((tick * 53) % 160) : 0;
};

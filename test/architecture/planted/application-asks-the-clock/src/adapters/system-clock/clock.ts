export const clock = { now: () => Date.now(), wait: setTimeout };

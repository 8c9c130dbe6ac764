import cronstrue from "cronstrue";

/** croner knows forms that nobody has put into words yet (`+MON`): those speak for themselves. */
export const inWords = (cronExpression: string): string => {
  try {
    return cronstrue.toString(cronExpression.trim(), { use24HourTimeFormat: true });
  } catch {
    return cronExpression;
  }
};

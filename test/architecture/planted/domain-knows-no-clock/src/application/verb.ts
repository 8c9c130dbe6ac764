export const verb = (at: Date) => at;

export const commit = true;

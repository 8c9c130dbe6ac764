export const part = true;

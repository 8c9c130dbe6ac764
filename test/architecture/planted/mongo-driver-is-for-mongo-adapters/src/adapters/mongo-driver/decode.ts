export const decode = true;

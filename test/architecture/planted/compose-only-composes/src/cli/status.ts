export const status = () => {};

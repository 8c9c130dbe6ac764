export const word = () => {};

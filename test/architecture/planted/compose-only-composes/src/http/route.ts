export const route = () => {};

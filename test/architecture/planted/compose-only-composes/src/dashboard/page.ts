export const page = () => {};

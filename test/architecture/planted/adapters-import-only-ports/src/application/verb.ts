export const verb = () => {};

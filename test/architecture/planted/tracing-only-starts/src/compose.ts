export const compose = () => null;

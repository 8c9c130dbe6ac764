export const router = () => {};

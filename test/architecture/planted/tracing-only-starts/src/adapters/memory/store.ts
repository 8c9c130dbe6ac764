export const createStore = () => ({});

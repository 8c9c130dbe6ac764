export const createStore = () => ({});
export type Store = object;

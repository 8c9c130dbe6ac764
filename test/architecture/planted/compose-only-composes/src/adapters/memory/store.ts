export const createStore = () => {};

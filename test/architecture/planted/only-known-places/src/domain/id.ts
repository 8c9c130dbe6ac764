export const id = "id";
export type Id = typeof id;

export type UseCases = object;
export const createUseCases = (): UseCases => ({});

export type UseCases = object;

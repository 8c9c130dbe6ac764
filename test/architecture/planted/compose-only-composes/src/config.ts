export type Config = object;

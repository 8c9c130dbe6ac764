export type Reader = { read(): void };

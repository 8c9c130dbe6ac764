export type Reader = { read(): unknown };

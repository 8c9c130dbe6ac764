import type { B } from "./b.ts"; // breaks

export type A = { readonly b?: B };

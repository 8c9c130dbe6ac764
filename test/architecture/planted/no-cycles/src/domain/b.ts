import type { A } from "./a.ts"; // breaks

export type B = { readonly a?: A };

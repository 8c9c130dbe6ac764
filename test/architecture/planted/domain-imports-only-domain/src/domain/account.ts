export * from "../application/verb.ts"; // breaks

export const lazily = () => import("mongodb"); // breaks

/** An enum is not erasable. */
export enum State { // breaks
  Running,
}
export const enum Phase { // breaks
  One,
}
export type Kind = "enum" | "union";

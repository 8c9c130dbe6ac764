import "node:util"; // breaks

export type Letter = string;

import { createUseCases } from "../application/use-cases.ts"; // breaks

export const status = createUseCases();

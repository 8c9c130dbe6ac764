import { start } from "../adapters/embedded-mongo/start.ts"; // breaks

export const here = start;

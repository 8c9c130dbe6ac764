import { start } from "../adapters/embedded-mongo/start.ts";

export const demo = start;

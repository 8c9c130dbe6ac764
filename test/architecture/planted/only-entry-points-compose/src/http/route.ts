import type { Config } from "../config.ts"; // breaks

export type Here = Config;

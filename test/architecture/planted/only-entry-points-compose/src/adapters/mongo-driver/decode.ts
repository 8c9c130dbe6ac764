import type { Config } from "../../config.ts"; // breaks

export type Decode = Config;

import type { Config } from "./config.ts";

export const compose = (config: Config) => config;

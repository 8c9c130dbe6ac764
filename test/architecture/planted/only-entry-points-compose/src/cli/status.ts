import { compose } from "../compose.ts"; // breaks
import type { Config } from "../config.ts"; // breaks

export const status = (config: Config) => compose(config);

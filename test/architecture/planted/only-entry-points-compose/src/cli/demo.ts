import { compose } from "../compose.ts";
import { parseConfig } from "../config.ts";

compose(parseConfig({}));

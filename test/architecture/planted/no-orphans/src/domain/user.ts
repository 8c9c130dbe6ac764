import { used } from "./used.ts";

export const user = used;

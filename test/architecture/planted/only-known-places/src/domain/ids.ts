import { id } from "./id.ts";

export const ids = [id];

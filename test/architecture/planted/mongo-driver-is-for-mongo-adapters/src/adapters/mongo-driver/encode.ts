import { decode } from "./decode.ts";

export const encode = !decode;

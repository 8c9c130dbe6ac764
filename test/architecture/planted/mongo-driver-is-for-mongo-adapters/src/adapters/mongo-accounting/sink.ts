import { encode } from "../mongo-driver/encode.ts";

export const sink = encode;

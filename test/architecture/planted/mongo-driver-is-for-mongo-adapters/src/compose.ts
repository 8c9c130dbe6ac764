import { encode } from "./adapters/mongo-driver/encode.ts";

export const compose = encode;

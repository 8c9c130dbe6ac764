import { decode } from "../mongo-driver/decode.ts"; // breaks

export const store = decode;

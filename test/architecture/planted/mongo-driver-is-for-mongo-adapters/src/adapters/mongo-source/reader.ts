import { decode } from "../mongo-driver/decode.ts";

export const reader = decode;

import { decode } from "../mongo-driver/decode.ts";
import { commit } from "./commit.ts";

export const sink = [decode, commit];

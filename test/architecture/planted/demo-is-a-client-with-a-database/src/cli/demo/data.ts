import { ObjectId } from "mongodb";
import { verb } from "../../application/verb.ts"; // breaks

export const data = [ObjectId, verb];

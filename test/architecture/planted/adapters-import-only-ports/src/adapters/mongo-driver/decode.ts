import { BSON } from "mongodb";

export const decode = BSON.deserialize;

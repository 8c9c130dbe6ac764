import { Long } from "bson"; // breaks
import { ObjectId } from "mongodb";

export const value = { Long, ObjectId };

import { textSchema } from "./text.ts";

const reasonLengthMax = 500;

/** Why somebody does what others will find later. */
export const reasonSchema = textSchema(reasonLengthMax);

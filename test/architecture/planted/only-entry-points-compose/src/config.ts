import { z } from "zod";

export const parseConfig = z.object({}).parse;
export type Config = object;

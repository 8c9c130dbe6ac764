import "./gone.ts"; // breaks
import "zod/no-such-part"; // breaks
import { z } from "zod";

export const word = z.string();

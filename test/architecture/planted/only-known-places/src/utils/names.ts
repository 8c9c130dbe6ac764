import { id } from "../domain/id.ts"; // breaks
import { z } from "zod"; // breaks

export const names = { id, z };

import { Hono } from "hono"; // breaks
import { z } from "zod";
import type { AppError } from "../application/errors.ts"; // breaks
import type { Id } from "../domain/id.ts";
import type { Letter } from "./letter.ts";

export const word = (error: AppError, id: Id, letter: Letter) => [error, id, letter, z, Hono];

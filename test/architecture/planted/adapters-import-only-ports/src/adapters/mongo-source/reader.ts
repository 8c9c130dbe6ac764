import { MongoClient } from "mongodb";
import { z } from "zod";
import { AppError } from "../../application/errors.ts";
import type { Reader } from "../../application/ports/reader.ts";
import type { UseCases } from "../../application/use-cases.ts"; // breaks
import { verb } from "../../application/verb.ts"; // breaks
import type { Word } from "../../contract/word.ts"; // breaks
import type { Id } from "../../domain/id.ts";
import { decode } from "../mongo-driver/decode.ts";
import { cursor } from "./cursor.ts";

export const reader = (id: Id, word: Word, cases: UseCases): Reader => ({ read: () => [id, word, cases, decode, cursor, verb, AppError, MongoClient, z] });

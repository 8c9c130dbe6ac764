import { Buffer } from "node:buffer"; // breaks
import { BSON, Long } from "mongodb";
import { z } from "zod"; // breaks
import { trace } from "@opentelemetry/api"; // breaks
import type { Reader } from "../../application/ports/reader.ts"; // breaks
import { AppError } from "../../application/errors.ts";
import type { Id } from "../../domain/id.ts";

export const decode = (id: Id, reader: Reader) => [id, reader, Buffer, BSON, Long, z, trace, AppError];

import { z } from "zod";
import { currencyOf } from "../domain/money/currency.ts";
import { parsedText } from "./parsed-text.ts";

/** A currency in an answer. */
export const currencyCodeSchema = z.string().regex(/^[A-Z]{3}$/);

/** A currency in a request: an exact ISO 4217 code, in use or withdrawn. */
export const currencySchema = parsedText(currencyCodeSchema, currencyOf, "Not an ISO 4217 currency with minor units.");

import { compose } from "../../compose.ts"; // breaks

export const data = compose;

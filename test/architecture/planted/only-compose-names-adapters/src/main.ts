import "./adapters/memory/store.ts"; // breaks
import { compose } from "./compose.ts";

compose();

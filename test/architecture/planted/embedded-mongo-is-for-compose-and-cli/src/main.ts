import { start } from "./adapters/embedded-mongo/start.ts"; // breaks

start();

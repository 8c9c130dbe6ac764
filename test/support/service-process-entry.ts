import { composeFrom } from "./running-service.ts";
import { serveCalls } from "./serve-calls.ts";

/** The service in a process of its own, for tests that end it by force. */
const service = composeFrom(process.env);
serveCalls(service);
await service.start();
process.send?.("started");

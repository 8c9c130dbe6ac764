import { env, exit } from "node:process"; // breaks

// Reading process.env is what the entry does.
const port = process.env.PORT; // breaks
const host = process.env["HOST"]; // breaks
const { env: everything } = process; // breaks
const indirect = globalThis.process.env; // breaks
const computed = process["env"]; // breaks
const deno = Deno.env.get("PORT"); // breaks
const message = "set process.env.PORT";
const { pid } = process;
const other = { env: "a field" }.env;

process.on("SIGTERM", () => exit());
export const status = [env, port, host, everything, indirect, computed, deno, message, pid, other];

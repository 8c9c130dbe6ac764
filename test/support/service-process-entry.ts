import { resourceUsage } from "node:process";
import type { UseCases } from "../../src/application/use-cases.ts";
import { composeFrom } from "./running-service.ts";

/** The service in a process of its own, for tests that end it by force. Calls of its use cases come as messages. */
type Call = { readonly id: number; readonly method: keyof UseCases | "peakMemory"; readonly args: readonly unknown[] };

const service = composeFrom(process.env);

const answer = async ({ method, args }: Call): Promise<unknown> => {
  // Unit: bytes.
  if (method === "peakMemory") return resourceUsage().maxRSS * 1024;
  // Safe: the caller's side is typed by the same `UseCases`.
  return await (service.useCases[method] as (...args: readonly unknown[]) => unknown)(...args);
};

process.on("message", (call: Call) => {
  answer(call).then(
    (value) => process.send?.({ id: call.id, value }),
    (error: unknown) => process.send?.({ id: call.id, error: String(error) }),
  );
});
// Whoever started this process is gone.
process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", () => {
  void service.stop().then(() => process.exit(0));
});

await service.start();
process.send?.("started");

import { resourceUsage } from "node:process";
import type { UseCases } from "../../src/application/use-cases.ts";
import type { Service } from "../../src/compose.ts";

type Call = { readonly id: number; readonly method: string; readonly args: readonly unknown[] };

/** What a process can be asked beside the use cases of its service. */
export type OtherCalls = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

const always: OtherCalls = {
  // Unit: bytes.
  peakMemory: () => resourceUsage().maxRSS * 1024,
};

/** Answers whoever started this process, and ends with it: calls come as messages. */
export const serveCalls = (service: Service, others: OtherCalls = {}): void => {
  const answer = async ({ method, args }: Call): Promise<unknown> => {
    const other = { ...always, ...others }[method];
    if (other !== undefined) return await other(...args);
    // Safe: the caller's side is typed by the same `UseCases`.
    return await (service.useCases[method as keyof UseCases] as (...args: readonly unknown[]) => unknown)(...args);
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
};

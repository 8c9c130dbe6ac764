import type { Lane } from "./lane.ts";
import type { SourceReader } from "./ports/source-reader.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";

export type LookPorts = RetryPorts & { readonly source: SourceReader; readonly lane: Lane };

/** What the lane reads next shows the source as it is now: it may have read last long before. */
export const lookNow = async (ports: LookPorts, signal: AbortSignal): Promise<void> => {
  const newest = () => ports.source.readPage("properties", { after: null, limit: 1 }, signal);
  const { cut } = await retryTransient(ports, newest, signal);
  ports.lane.raiseFloor(cut.asOf);
};

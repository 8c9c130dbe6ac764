import type { ChangeFeed } from "./ports/change-feed.ts";
import type { SourceReader } from "./ports/source-reader.ts";

export type ProbePorts = { readonly source: SourceReader; readonly feed: ChangeFeed };

/** Reads what will be read, once and briefly: a missing privilege is told at the start and not an hour later. */
export const probeSource = async ({ source, feed }: ProbePorts, signal: AbortSignal): Promise<void> => {
  await Promise.all((["payments", "properties", "owners"] as const).map((name) => source.count(name, signal)));
  // Polling needs no other privilege, and its opening reads everything.
  if (feed.mode().mode === "polling") return;
  const open = await feed.open(null, signal);
  if (!("kind" in open)) await open.close();
};

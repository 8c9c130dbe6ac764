import type { PipelinePorts } from "../../../src/application/pipeline-ports.ts";

/** Pages of at most `pageMax`, however many are asked for: a full sync of a small world has several chunks then. */
export const withShortPages = (ports: PipelinePorts, pageMax: number): PipelinePorts => ({
  ...ports,
  source: {
    ...ports.source,
    readPage: (collection, { after, limit }, signal) =>
      ports.source.readPage(collection, { after, limit: Math.min(limit, pageMax) }, signal),
  },
  ledger: {
    ...ports.ledger,
    postedPayments: (after, limit, signal) => ports.ledger.postedPayments(after, Math.min(limit, pageMax), signal),
    activeProperties: (after, limit, signal) => ports.ledger.activeProperties(after, Math.min(limit, pageMax), signal),
  },
});

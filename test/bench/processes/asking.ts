import { startWorker, type Worker } from "./worker.ts";

export type Asked = {
  readonly port: number;
  readonly path: string;
  readonly clients: number;
  readonly seconds: number;
};

export type PacedAsked = Asked & {
  /** Of all clients together. */
  readonly perSecond: number;
};

export type AskingCalls = {
  /** Each client asks again as soon as it is answered. Answers per second. */
  readonly saturate: (asked: Asked) => Promise<number>;
  /** Each client asks at its own steady pace, whatever the others meet; from when it was due to the whole answer. Unit: ms. */
  readonly pace: (asked: PacedAsked) => Promise<Float64Array>;
};

export type BareRouteCalls = { readonly serve: (text: string) => Promise<number> };

export const startAsking = (): Promise<Worker<AskingCalls>> =>
  startWorker<AskingCalls>({ file: new URL("asking-process.ts", import.meta.url) });

export const startBareRoute = (): Promise<Worker<BareRouteCalls>> =>
  startWorker<BareRouteCalls>({ file: new URL("bare-route-process.ts", import.meta.url) });

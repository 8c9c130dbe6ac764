import { serverSentMessages } from "./server-sent-messages.ts";

/** Says who asks, anew for each attempt. */
export type RequestHeaders = () => Promise<Readonly<Record<string, string>>>;

/** The first pause before a new attempt, and the longest. Each is a random part of a doubled one. Unit: ms. */
const pauseMsFirst = 500;
const pauseMsMax = 15_000;

const [connecting, open, closed] = [0, 1, 2] as const;

/**
 * An EventSource that can say who asks: the browser's own sends no `Authorization`, and Node has none. It comes again with the
 * last event's id whenever it is cut off, until it is closed or refused for good.
 */
export const eventSourceWith = (headers: RequestHeaders): EventSourceConstructor =>
  // Safe: `new` on a function that returns an object gives that object.
  function eventSource(url: string) {
    return connect(url, headers);
  } as unknown as EventSourceConstructor;

type Listener = (event: object) => void;

export type FetchEventSource = {
  readonly CONNECTING: number;
  readonly OPEN: number;
  readonly CLOSED: number;
  readyState: number;
  addEventListener(type: string, listener: Listener): void;
  removeEventListener(type: string, listener: Listener): void;
  close(): void;
};

export type EventSourceConstructor = new (url: string) => FetchEventSource;

const connect = (url: string, headers: RequestHeaders): FetchEventSource => {
  const target = new EventTarget();
  const stop = new AbortController();
  const source: FetchEventSource = {
    ...{ CONNECTING: connecting, OPEN: open, CLOSED: closed },
    readyState: connecting,
    addEventListener: (type, listener) => target.addEventListener(type, listener),
    removeEventListener: (type, listener) => target.removeEventListener(type, listener),
    close: () => {
      source.readyState = closed;
      stop.abort();
    },
  };
  void follow({ url, headers, source, target, signal: stop.signal });
  return source;
};

type Following = {
  readonly url: string;
  readonly headers: RequestHeaders;
  readonly source: FetchEventSource;
  readonly target: EventTarget;
  readonly signal: AbortSignal;
};

const follow = async (following: Following): Promise<void> => {
  const { source, target, signal } = following;
  const seen = { lastEventId: "" };
  for (let pauseMs = pauseMsFirst; !signal.aborted; pauseMs = Math.min(2 * pauseMs, pauseMsMax)) {
    // Whatever cuts it off, the answer is the same: to come again.
    const outcome = await attempt(following, seen).catch(() => "cut_off" as const);
    if (outcome === "refused" || outcome === "no_service") source.close();
    if (outcome === "no_service") target.dispatchEvent(new Event("error"));
    if (signal.aborted) return;
    if (outcome === "ended") pauseMs = pauseMsFirst;
    source.readyState = connecting;
    target.dispatchEvent(new Event("error"));
    await pause(Math.random() * pauseMs, signal);
  }
};

/** `ended` = it was open for a while; `refused` = for good, and the server has said why; `no_service` = what answers is another. */
type Outcome = "ended" | "cut_off" | "refused" | "no_service";

const attempt = async (
  { url, headers, source, target, signal }: Following,
  seen: { lastEventId: string },
): Promise<Outcome> => {
  const resuming = seen.lastEventId === "" ? {} : { "Last-Event-ID": seen.lastEventId };
  const asking = { Accept: "text/event-stream", ...resuming, ...(await headers()) };
  const response = await fetch(url, { headers: asking, signal, cache: "no-store" });
  if (!response.ok || response.body === null) return await refusedBy(response, target);
  source.readyState = open;
  try {
    for await (const { type, data, id } of serverSentMessages(response.body)) {
      if (signal.aborted) return "ended";
      seen.lastEventId = id ?? seen.lastEventId;
      target.dispatchEvent(new MessageEvent(type, { data, lastEventId: seen.lastEventId }));
    }
  } catch {
    // Cut off in the middle: as good as ended.
  }
  return "ended";
};

/** Too busy, or away: worth trying again. Anything else is told as the server words it, and is the end. */
const refusedBy = async (response: Response, target: EventTarget): Promise<Outcome> => {
  const { status } = response;
  if (status === 429 || status >= 500) return "cut_off";
  const body: unknown = await response.json().catch(() => null);
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : null;
  if (error === null) return "no_service";
  target.dispatchEvent(new MessageEvent("serialized-error", { data: JSON.stringify(error) }));
  return "refused";
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const stop = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener("abort", stop, { once: true });
  });

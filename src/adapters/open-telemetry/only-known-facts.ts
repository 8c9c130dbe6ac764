import {
  type Attributes,
  context,
  INVALID_SPAN_CONTEXT,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";

/** Commands told below one span: a check of a million payments would make a trace that nobody can read. */
export const commandsMax = 200;

/** All that the driver's spans say: which command, on which collection of which server. */
const knownAttributes = [
  "db.system.name",
  "db.namespace",
  "db.collection.name",
  "db.operation.name",
  "server.address",
  "server.port",
] as const;

/** What a command given as such works on: the driver itself sees no collection then, but `$cmd`. */
export const collectionOf = (command: Readonly<Record<string, unknown>>): string => {
  const { find, aggregate, count, update, collection } = command;
  const name = find ?? aggregate ?? count ?? update ?? collection;
  return typeof name === "string" ? name : "";
};

/**
 * Tracers for the driver. Its spans are left with what is known to hold nothing personal: a server's error text may quote a
 * document. There are none below a span that is over or not recorded, and a bounded number below any other.
 */
export const onlyKnownFacts = (provider: TracerProvider): TracerProvider => ({
  getTracer: (name, version, options) => withKnownFacts(provider.getTracer(name, version, options)),
});

const withKnownFacts = (tracer: Tracer): Tracer => {
  const commandsBelow = new WeakMap<Span, number>();
  const startSpan = (name: string, options: SpanOptions = {}, parentContext = context.active()): Span => {
    const parent = trace.getSpan(parentContext);
    if (parent === undefined || !parent.isRecording()) return unrecorded();
    const commands = commandsBelow.get(parent) ?? 0;
    if (commands >= commandsMax) return unrecorded();
    commandsBelow.set(parent, commands + 1);
    const attributes = knownOf(options.attributes ?? {});
    return withoutTexts(tracer.startSpan(nameOf(attributes) ?? name, { ...options, attributes }, parentContext));
  };
  return {
    startSpan,
    startActiveSpan: (...args: Parameters<Tracer["startActiveSpan"]>) => tracer.startActiveSpan(...args),
  } as Tracer;
};

const unrecorded = (): Span => trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/** `collectionOf` counts where the driver knows no collection; of an insert it is shown the first document, not the command. */
const knownOf = ({ "db.query.text": text, ...attributes }: Attributes): Attributes => {
  const known = onlyKnown(attributes);
  if (known["db.collection.name"] !== "$cmd") return known;
  const { "db.collection.name": _, ...others } = known;
  const isKnown = text !== undefined && text !== "" && others["db.operation.name"] !== "insert";
  return isKnown ? { ...others, "db.collection.name": text } : others;
};

const nameOf = (attributes: Attributes): string | undefined => {
  const { "db.operation.name": operation, "db.collection.name": collection } = attributes;
  return operation === undefined ? undefined : [operation, collection].filter((part) => part !== undefined).join(" ");
};

const onlyKnown = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    knownAttributes.map((name) => [name, attributes[name]]).filter(([, value]) => value !== undefined),
  );

const withoutTexts = (span: Span): Span => {
  const setStatus = span.setStatus.bind(span);
  span.setStatus = ({ code }) => setStatus({ code });
  return span;
};

import { createRequire } from "node:module";
import { DiagLogLevel, diag, trace } from "@opentelemetry/api";
import { limitRoots } from "./limit-roots.ts";
import { collectionOf, onlyKnownFacts } from "./only-known-facts.ts";

export type Tracing = {
  /** Hears what keeps traces from being delivered. */
  onTrouble(tell: (reason: string) => void): void;
  /** Sends what is still held. Gives up by itself. */
  stop(): Promise<void>;
};

/** How long a stop waits for a collector that does not answer. Unit: ms. */
const stopMaxMs = 2_000;
/** Of what the SDK says of a trouble. Unit: characters. */
const reasonLengthMax = 200;

type Environment = Record<string, string | undefined>;

/** What the SDK does by itself where nothing is set: it would also send metrics and logs, and tell the command line and its owner. */
const defaults: Environment = {
  OTEL_METRICS_EXPORTER: "none",
  OTEL_LOGS_EXPORTER: "none",
  OTEL_NODE_RESOURCE_DETECTORS: "env,serviceinstance",
};

const load = createRequire(import.meta.url);

/**
 * Loads the SDK and lets the driver be traced. Must be done before `mongodb` is first loaded, or there are silently no spans of
 * it: for that reason everything is loaded at once, and not by `import()`. The SDK reads the environment by itself.
 */
export const startTracing = (environment: Environment): Tracing => {
  for (const [name, value] of Object.entries(defaults)) environment[name] ||= value;
  if (!namesService(environment)) environment.OTEL_SERVICE_NAME = "ledgersync";
  // Safe: the types are those of the modules that are loaded.
  const { NodeSDK } = load("@opentelemetry/sdk-node") as typeof import("@opentelemetry/sdk-node");
  const { MongoDBInstrumentation } = load(
    "@opentelemetry/instrumentation-mongodb",
  ) as typeof import("@opentelemetry/instrumentation-mongodb");
  // Of a command nothing but its collection is told: 5,000 keys of a batch would be 5,000 question marks.
  const driver = new MongoDBInstrumentation({ requireParentSpan: true, dbStatementSerializer: collectionOf });
  const sampler = environment.OTEL_TRACES_SAMPLER ? {} : { sampler: limitRoots(() => performance.now()) };
  const sdk = new NodeSDK({ ...sampler, instrumentations: [driver] });
  sdk.start();
  driver.setTracerProvider(onlyKnownFacts(trace.getTracerProvider()));
  return {
    onTrouble: (tell) => {
      // Whoever asks the SDK to speak hears it on the console.
      if (!environment.OTEL_LOG_LEVEL) hearTrouble(tell);
    },
    stop: () => inTime(sdk.shutdown()),
  };
};

const hearTrouble = (tell: (reason: string) => void): void => {
  const nothing = (): void => undefined;
  const hear = (text: string): void => tell(reasonIn(text).slice(0, reasonLengthMax));
  const logger = { error: hear, warn: hear, info: nothing, debug: nothing, verbose: nothing };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
};

/** Errors come as JSON, with a stack that tells nobody anything. */
const reasonIn = (text: string): string => /"message":"([^"]+)"/.exec(text)?.[1] ?? text;

/** What cannot be delivered now is lost, which nobody has to hear of when everything ends. */
const inTime = async (work: Promise<void>): Promise<void> => {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, stopMaxMs);
  await Promise.race([work.catch(() => undefined), late.promise]);
  clearTimeout(timer);
};

const namesService = ({ OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES = "" }: Environment): boolean =>
  Boolean(OTEL_SERVICE_NAME) || /(?:^|,)\s*service\.name=/.test(OTEL_RESOURCE_ATTRIBUTES);

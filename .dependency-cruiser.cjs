const { builtinModules } = require("node:module");

/**
 * Who may import whom. Most rules are rows of the layer map: what a row does not name is forbidden.
 * Every rule has a planted violation of its own name under test/architecture/planted.
 */

const vendor = (...names) => `^(?:\\.\\./)*node_modules/(?:${names.join("|")})/`;
const NODE = `^(?:node:)?(?:${builtinModules.join("|")})$`;
const OTEL_API = "@opentelemetry/api";

const KNOWN_PLACES = [
  "^src/(?:domain|application|contract|http|trpc|dashboard|cli)/",
  "^src/adapters/[^/]+/",
  "^src/(?:main|compose(?:-access|-audit)?|tracing|config(?:-values|-tracing)?|mongo-target)\\.ts$",
  "^src/compile-cache\\.mjs$",
];

/** What each adapter drives, beside zod and the OpenTelemetry API. An adapter not named here drives nothing. */
const DRIVERS = {
  "mongo-source": [vendor("mongodb")],
  "mongo-accounting": [vendor("mongodb")],
  resilience: [vendor("cockatiel")],
  "open-telemetry": [
    vendor("@opentelemetry/exporter-prometheus", "@opentelemetry/sdk-metrics"),
    vendor("@opentelemetry/sdk-node", "@opentelemetry/instrumentation-mongodb"),
    // For loading at once what the driver must find there.
    "^(?:node:)?module$",
  ],
  "embedded-mongo": [vendor("mongodb-memory-server", "mongodb"), NODE],
  "api-tokens": [NODE],
  "dashboard-files": [NODE],
  oidc: [vendor("jose")],
  "pino-log": [vendor("pino")],
  "croner-scheduler": [vendor("croner", "cronstrue")],
  "system-clock": ["^timers(?:/promises)?$"],
};

/** All that a client may know of the server, as types: the router and the use cases. */
const TYPES_FOR_CLIENTS = "^src/(?:trpc/(?:app-)?router|application/use-cases)\\.ts$";

/** What other applications install; the dashboard and the cli call by it too. */
const TYPED_CLIENT = "^src/trpc/client/";

// Reported by rules of their own; a row leaves them out so that one mistake is one message.
const UNDECLARED = ["npm-no-pkg", "npm-unknown"];
const ROOTS = "^src/(?:compose(?:-access|-audit)?|tracing|config(?:-values|-tracing)?|mongo-target)\\.ts$";
const ADAPTERS = "^src/adapters/";

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

const others = (allowed, reportedElsewhere) => ({
  pathNot: allowed,
  couldNotResolve: false,
  dependencyTypesNot: reportedElsewhere,
});

const row = (name, comment, from, allowed) => forbid(name, comment, from, others(allowed, [...UNDECLARED, "npm-dev"]));

const driverRow = ([adapter, drivers]) =>
  row(
    `${adapter}-drives-its-own`,
    `adapters/${adapter} talks to its own technology only`,
    { path: `^src/adapters/${adapter}/` },
    ["^src/", ...drivers, vendor("zod", OTEL_API)],
  );

const wholeTree = [
  forbid("no-cycles", "types count too", { path: "^src/" }, { circular: true }),
  forbid("no-orphans", "nobody uses it", { path: "^src/", orphan: true, pathNot: "\\.d\\.ts$" }, {}),
  forbid("everything-resolves", "a missing file or package", { path: "^src/" }, { couldNotResolve: true }),
  forbid(
    "only-declared-packages",
    "a package that came with another one may leave with it",
    { path: "^src/" },
    { dependencyTypes: UNDECLARED },
  ),
  forbid(
    "no-dev-packages",
    "absent in production; the dashboard alone is bundled before it gets there",
    { path: "^src/", pathNot: "^src/dashboard/" },
    { dependencyTypes: ["npm-dev"] },
  ),
  forbid(
    "only-known-places",
    "a file outside the layer map would escape every row",
    { path: "^src/", pathNot: KNOWN_PLACES },
    {},
  ),
];

const core = [
  row("domain-imports-only-domain", "pure: not even zod or node:", { path: "^src/domain/" }, ["^src/domain/"]),
  row(
    "application-imports-only-inwards",
    "domain, its own ports, the OpenTelemetry API",
    { path: "^src/application/" },
    ["^src/(?:domain|application)/", ADAPTERS, ROOTS, vendor(OTEL_API)],
  ),
  row("contract-imports-only-domain", "words on the wire: domain and zod", { path: "^src/contract/" }, [
    "^src/(?:domain|contract)/",
    ADAPTERS,
    ROOTS,
    vendor("zod"),
  ]),
];

const TRANSPORT_KNOWS = [
  "^src/(?:domain|contract|http|trpc)/",
  "^src/application/(?:errors|use-cases)\\.ts$",
  ADAPTERS,
  ROOTS,
];

const transports = [
  row("http-only-translates", "domain, errors, use cases, contract; hono, zod and spans", { path: "^src/http/" }, [
    ...TRANSPORT_KNOWS,
    vendor("hono", "@hono/[^/]+", "zod", OTEL_API),
  ]),
  row(
    "trpc-only-translates",
    "domain, errors, use cases, contract; @trpc/server and zod",
    { path: "^src/trpc/", pathNot: TYPED_CLIENT },
    [...TRANSPORT_KNOWS, vendor("@trpc/server", "zod")],
  ),
  row("typed-client-knows-only-the-router", "what others install: @trpc/client alone", { path: TYPED_CLIENT }, [
    TYPED_CLIENT,
    TYPES_FOR_CLIENTS,
    ADAPTERS,
    ROOTS,
    vendor("@trpc/client"),
  ]),
  forbid(
    "transports-never-meet",
    "http and trpc share the contract and the use cases, nothing else",
    { path: "^src/(http|trpc)/" },
    { path: "^src/(?:http|trpc)/", pathNot: "^src/$1/" },
  ),
];

const adapters = [
  row(
    "adapters-import-only-ports",
    "domain, ports and errors; packages are told apart by the rules below",
    { path: ADAPTERS, pathNot: "^src/adapters/mongo-driver/" },
    ["^src/domain/", "^src/application/(?:ports/|errors\\.ts$)", ADAPTERS, ROOTS, "node_modules/", NODE],
  ),
  forbid(
    "adapters-know-no-sibling",
    "each technology is replaced alone; mongo-driver, what the Mongo adapters share, has its own rule",
    { path: "^src/adapters/([^/]+)/" },
    { path: ADAPTERS, pathNot: ["^src/adapters/$1/", "^src/adapters/mongo-driver/"] },
  ),
  forbid(
    "mongo-driver-is-for-mongo-adapters",
    "the wire format of the source and the ledger, nobody else's business",
    {
      path: "^src/adapters/",
      pathNot: "^src/adapters/(?:mongo-driver|mongo-source|mongo-accounting)/",
    },
    { path: "^src/adapters/mongo-driver/" },
  ),
  row("mongo-driver-drives-its-own", "the driver, in the service's words", { path: "^src/adapters/mongo-driver/" }, [
    "^src/domain/",
    "^src/application/errors\\.ts$",
    ADAPTERS,
    ROOTS,
    vendor("mongodb"),
  ]),
  row("memory-drives-its-own", "no package at all", { path: "^src/adapters/memory/" }, ["^src/"]),
  ...Object.entries(DRIVERS).map(driverRow),
  row(
    "other-adapters-drive-nothing",
    "name the adapter and its driver in DRIVERS first",
    {
      path: ADAPTERS,
      pathNot: `^src/adapters/(?:mongo-driver|memory|${Object.keys(DRIVERS).join("|")})/`,
    },
    ["^src/", vendor("zod", OTEL_API)],
  ),
];

const CLIENT_KNOWS = ["^src/contract/", TYPED_CLIENT, TYPES_FOR_CLIENTS, ADAPTERS, ROOTS];
const DEMO = "^src/cli/demo(?:\\.ts$|/)";

const clients = [
  forbid(
    "dashboard-is-a-client",
    "contract, and what runs in a browser",
    { path: "^src/dashboard/" },
    others(
      [
        "^src/dashboard/",
        ...CLIENT_KNOWS,
        vendor("react", "react-dom", "@mui/[^/]+", "@emotion/[^/]+", "@tanstack/[^/]+", "zod"),
        vendor("@trpc/client", "@trpc/tanstack-react-query"),
      ],
      UNDECLARED,
    ),
  ),
  row("cli-is-a-client", "contract, citty, clack and node:", { path: "^src/cli/", pathNot: DEMO }, [
    "^src/cli/",
    ...CLIENT_KNOWS,
    vendor("citty", "@clack/prompts"),
    NODE,
  ]),
  row(
    "demo-is-a-client-with-a-database",
    "as the rest of the cli, and the driver to write payments with",
    { path: DEMO },
    ["^src/cli/", ...CLIENT_KNOWS, vendor("citty", "@clack/prompts", "mongodb"), NODE],
  ),
  forbid(
    "clients-take-only-types",
    "import type: a client never runs the server's code",
    { path: "^src/(?:dashboard|cli|trpc/client)/" },
    { path: TYPES_FOR_CLIENTS, dependencyTypesNot: ["type-only", "type-import"] },
  ),
];

const roots = [
  forbid(
    "only-compose-names-adapters",
    "one composition root, in production and in tests",
    { path: "^src/(?!domain/|adapters/|(?:compose(?:-access|-audit)?|tracing)\\.ts$)" },
    { path: "^src/adapters/(?!embedded-mongo/)" },
  ),
  forbid(
    "embedded-mongo-is-for-compose-and-cli",
    "no layer starts a database of its own",
    { path: "^src/(?!domain/|adapters/|cli/|compose(?:-access|-audit)?\\.ts$)" },
    { path: "^src/adapters/embedded-mongo/" },
  ),
  forbid(
    "only-entry-points-compose",
    "main, the demo and the verification of the audit trail compose; what the others need is handed to them",
    {
      path: "^src/(?!domain/|(?:main|compose(?:-access|-audit)?|tracing|config(?:-values|-tracing)?|mongo-target)\\.ts$|cli/(?:demo|audit)\\.ts$)",
    },
    { path: ROOTS },
  ),
  row("compose-only-composes", "every layer, no package", { path: "^src/compose(?:-access|-audit)?\\.ts$" }, [
    "^src/(?:domain|application|contract|http|trpc)/",
    ADAPTERS,
    ROOTS,
  ]),
  row("config-only-parses", "domain and zod", { path: "^src/config\\.ts$" }, [
    "^src/domain/",
    ADAPTERS,
    ROOTS,
    vendor("zod"),
  ]),
  row(
    "tracing-only-starts",
    "what must be there before compose and all that it loads",
    { path: "^src/tracing\\.ts$" },
    ["^src/adapters/open-telemetry/", "^src/config-tracing\\.ts$"],
  ),
  row("main-only-starts", "compose, config, the server's socket and node:", { path: "^src/main\\.ts$" }, [
    ADAPTERS,
    ROOTS,
    vendor("@hono/node-server"),
    NODE,
  ]),
];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [...wholeTree, ...core, ...transports, ...adapters, ...clients, ...roots],
  options: {
    doNotFollow: { path: "node_modules" },
    // Type-only imports are imports: without this, a leak of types passes unseen.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "node", "default"],
      extensions: [".ts", ".tsx", ".d.ts", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};

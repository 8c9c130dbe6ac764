import { createHash, randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { parseTokenFile, type TokenRecord } from "../contract/token-file.ts";

const usage = `npm run tokens -- <what> [--file <path>]        default: API_TOKENS_FILE
  create --name <name> --role <role>… [--company <id>] [--days <n>]
                                roles: viewer, operator, accountant, admin; without --days it never expires
  revoke --name <name>          every token of that name
  list`;

/** Tokens of `API_TOKENS_FILE`: made, revoked, listed. A running service sees the change within a second. */
const main = async (): Promise<number> => {
  const asked = parsed();
  if (asked === null) return refuse(usage);
  const { path, what, values } = asked;
  try {
    const tokens = await readTokens(path);
    switch (what) {
      case "create": {
        const { token, record } = createToken(values);
        await writeTokens(path, [...tokens, record]);
        console.log(`${token}\n\nThis is the only time it is shown. ${path} holds its hash alone.`);
        return 0;
      }
      case "revoke":
        return await revoke(path, tokens, values.name);
      case "list":
        for (const token of tokens) console.log(lineOf(token));
        return 0;
      default:
        return refuse(usage);
    }
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
};

const options = {
  file: { type: "string" },
  name: { type: "string" },
  role: { type: "string", multiple: true },
  company: { type: "string" },
  days: { type: "string" },
} as const;

const parsed = () => {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const path = values.file ?? process.env.API_TOKENS_FILE;
    const [what, ...more] = positionals;
    return path === undefined || what === undefined || more.length > 0 ? null : { path, what, values };
  } catch {
    return null;
  }
};

type Values = NonNullable<ReturnType<typeof parsed>>["values"];

const refuse = (message: string): number => {
  console.error(message);
  return 2;
};

/** 256 bits of chance; the prefix lets secret scanners find one that was published by mistake. */
const newToken = (): string => `ledgersync_${randomBytes(32).toString("base64url")}`;

const msPerDay = 86_400_000;

const createToken = ({ name, role, company, days }: Values): { token: string; record: TokenRecord } => {
  const token = newToken();
  const now = Date.now();
  const record = {
    name,
    roles: role,
    companyId: company ?? null,
    sha256: createHash("sha256").update(token).digest("hex"),
    createdAt: new Date(now).toISOString(),
    expiresAt: days === undefined ? null : new Date(now + daysOf(days) * msPerDay).toISOString(),
    revokedAt: null,
  };
  const [made] = parseTokenFile(JSON.stringify({ tokens: [record] }));
  if (made === undefined) throw new Error("no token was made");
  return { token, record: made };
};

const daysOf = (text: string): number => {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new Error("--days must be a whole number from 1 to 99999");
};

const revoke = async (path: string, tokens: readonly TokenRecord[], name: string | undefined): Promise<number> => {
  const isMeant = (token: TokenRecord): boolean => token.name === name && token.revokedAt === null;
  const count = tokens.filter(isMeant).length;
  if (count === 0) return refuse(`${path} holds no token of that name that is in force.`);
  const revokedAt = new Date().toISOString();
  await writeTokens(
    path,
    tokens.map((token) => (isMeant(token) ? { ...token, revokedAt } : token)),
  );
  console.log(`Revoked: ${count}.`);
  return 0;
};

const lineOf = ({ name, roles, companyId, expiresAt, revokedAt }: TokenRecord): string => {
  const until = expiresAt === null ? "no end" : `until ${expiresAt}`;
  const state = revokedAt === null ? until : `revoked ${revokedAt}`;
  return [name, roles.join("+"), companyId ?? "every company", state].join("  ");
};

const readTokens = async (path: string): Promise<readonly TokenRecord[]> => {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return '{"tokens": []}';
    throw error;
  });
  return parseTokenFile(text);
};

/** For its owner's eyes, and never half written: a service may be reading it. */
const writeTokens = async (path: string, tokens: readonly TokenRecord[]): Promise<void> => {
  const text = JSON.stringify({ tokens }, null, 2);
  await writeFile(`${path}.new`, `${text}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
};

process.exitCode = await main();

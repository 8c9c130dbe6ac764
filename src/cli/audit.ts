import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { type AuditHead, type AuditVerdict, verifyAuditOf } from "../compose-audit.ts";
import { databaseOf, type MongoTarget, mongoUriProblem } from "../mongo-target.ts";

const usage = `npm run audit -- verify [--expect <seq>:<hash>]
  Reads the whole audit trail of ACCOUNTING_DB_URI (or of “accounting” on the server of MONGODB_URI) and says whether it is as
  it was written. --expect: a line that was noted earlier, as this command prints it.
  Ends with 0 = sound, 1 = changed, 2 = it could not be read.`;

const main = async (): Promise<number> => {
  const asked = parsed();
  if (asked === null) return refuse(usage);
  const target = targetOf(process.env);
  if (typeof target === "string") return refuse(target);
  try {
    const verdict = await verifyAuditOf(target, sha256, asked.anchor);
    for (const line of linesOf(verdict)) console.log(line);
    return verdict.faultCount === 0 ? 0 : 1;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
};

const refuse = (message: string): number => {
  console.error(message);
  return 2;
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const parsed = (): { readonly anchor: AuditHead | null } | null => {
  try {
    const { values, positionals } = parseArgs({ options: { expect: { type: "string" } }, allowPositionals: true });
    if (positionals.length !== 1 || positionals[0] !== "verify") return null;
    if (values.expect === undefined) return { anchor: null };
    const [, seq, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(values.expect) ?? [];
    return seq === undefined || hash === undefined ? null : { anchor: { seq: Number(seq), hash } };
  } catch {
    return null;
  }
};

/** Where the trail is; a text = what is wrong with the environment. */
const targetOf = ({ ACCOUNTING_DB_URI, MONGODB_URI }: NodeJS.ProcessEnv): MongoTarget | string => {
  const [variable, uri] = ACCOUNTING_DB_URI ? ["ACCOUNTING_DB_URI", ACCOUNTING_DB_URI] : ["MONGODB_URI", MONGODB_URI];
  if (!uri) return "Set ACCOUNTING_DB_URI to the accounting database, as the service has it.";
  const problem = mongoUriProblem(uri);
  if (problem !== null) return `${variable} ${problem}`;
  const named = ACCOUNTING_DB_URI ? databaseOf(uri) : null;
  return { uri, databaseName: named ?? "accounting" };
};

const linesOf = ({
  lines,
  head,
  faults,
  faultCount,
  unknownOutcomes,
  unknownCount,
}: AuditVerdict): readonly string[] => [
  ...faults.map(textOfFault),
  ...(faultCount > faults.length ? [`… and ${faultCount - faults.length} more`] : []),
  ...(unknownCount === 0
    ? []
    : [
        `No outcome is known of ${unknownCount} ${unknownCount === 1 ? "act" : "acts"}: line ${unknownOutcomes.join(", ")}.`,
      ]),
  faultCount === 0
    ? `The audit trail is sound: ${lines} lines. To hold it against later: --expect ${head.seq}:${head.hash}`
    : `The audit trail was changed: ${faultCount} ${faultCount === 1 ? "place" : "places"} in ${lines} lines.`,
];

type AuditFault = AuditVerdict["faults"][number];

const textOfFault = ({ kind, from, to }: AuditFault): string => {
  const place = from === to ? `Line ${from}` : `Lines ${from} to ${to}`;
  switch (kind) {
    case "altered":
      return `${place} was changed: its hash stands for something else.`;
    case "unlinked":
      return `${place} does not follow line ${from - 1}: that one was replaced, or this one.`;
    case "missing":
      return `${place} ${from === to ? "is" : "are"} missing.`;
    case "cut_off":
      return `${place} ${from === to ? "is" : "are"} missing: the end of the trail was cut off.`;
    case "head":
      return `${place} is not what the note of the newest line says, or the note is gone: the end was replaced.`;
    case "anchor":
      return `${place} is not the expected one: the trail was written anew.`;
    case "stray":
      return `Something is stored in the trail that is no line of it (place ${from}).`;
  }
};

process.exitCode = await main();

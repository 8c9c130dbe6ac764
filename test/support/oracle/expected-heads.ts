import type { Db, Document } from "mongodb";
import { keyOf, referenced } from "./bson-values.ts";
import { type OracleRules, text } from "./expected-rows.ts";
import { sourceDocuments } from "./source-documents.ts";

export type HeadFacts = {
  readonly name: string | null;
  readonly address: string | null;
  readonly company: string | null;
  readonly ownerKeys: readonly string[];
  readonly owner: string | null;
  /** Undefined = the owner's document is malformed, so that nothing is known about the name. */
  readonly ownerName: string | null | undefined;
};

export type ExpectedHeads = {
  readonly heads: ReadonlyMap<string, HeadFacts>;
  /** Properties that exist and are malformed. */
  readonly malformed: ReadonlySet<string>;
  /** Owners whom a property names and whose document is malformed. */
  readonly malformedOwners: ReadonlySet<string>;
};

/** The head every property of the source must have, with the owner as the source has it now. */
export const expectedHeads = async (main: Db, rules: OracleRules): Promise<ExpectedHeads> => {
  const owners = await readOwners(main, rules);
  const heads = new Map<string, HeadFacts>();
  const malformed = new Set<string>();
  const malformedOwners = new Set<string>();
  for await (const { id, document } of sourceDocuments(main, "properties")) {
    const facts = document === null ? null : factsOf(document, owners);
    if (facts === null) malformed.add(id);
    else heads.set(id, facts);
    for (const key of facts?.ownerKeys ?? [])
      if (owners.get(key) === undefined && owners.has(key)) malformedOwners.add(key);
  }
  return { heads, malformed, malformedOwners };
};

/** Names by owner, the first collection winning; undefined = malformed. */
type Owners = ReadonlyMap<string, string | null | undefined>;

const readOwners = async (main: Db, { ownerCollections }: OracleRules): Promise<Owners> => {
  const owners = new Map<string, string | null | undefined>();
  for (const collection of ownerCollections) {
    for await (const { id, document } of sourceDocuments(main, collection)) {
      if (!owners.has(id)) owners.set(id, document === null ? undefined : nameOf(document));
    }
  }
  return owners;
};

const nameOf = ({ firstName, lastName }: Document): string | null | undefined => {
  const parts = [firstName, lastName].filter((part) => part !== undefined && part !== null);
  if (parts.some((part) => typeof part !== "string")) return undefined;
  const name = parts.join(" ").trim().split(/\s+/).join(" ");
  return name === "" ? null : text(name, 200);
};

const factsOf = (property: Document, owners: Owners): HeadFacts | null => {
  const name = text(property.name, 200);
  const address = text(addressText(property.address), 200);
  const company = referenced(property.companyId);
  const candidates = [referenced(property.ownerId), referenced(property.propertyOwnerId)];
  if (name === undefined || address === undefined || company === undefined || candidates.includes(undefined))
    return null;
  const ownerKeys = [...new Set(candidates.filter((candidate) => candidate !== null).map(keyOf))];
  const owner = ownerKeys.find((key) => owners.has(key)) ?? ownerKeys[0] ?? null;
  return {
    name,
    address,
    company: company === null ? null : keyOf(company),
    ownerKeys,
    owner,
    ownerName: owner !== null && owners.has(owner) ? owners.get(owner) : null,
  };
};

/** The parts of an address, joined as they come. */
const addressText = (address: unknown): unknown => {
  const isObject =
    typeof address === "object" && address !== null && Object.getPrototypeOf(address) === Object.prototype;
  if (!isObject) return address;
  return Object.values(address)
    .filter((part) => typeof part === "string" && part.trim() !== "")
    .join(", ");
};

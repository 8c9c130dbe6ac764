import type { Document } from "mongodb";
import { AppError } from "../../application/errors.ts";
import { type ClusterTime, maxClusterTime } from "../../domain/cluster-time.ts";
import type { Id } from "../../domain/ids.ts";
import type { OwnerDocument } from "../../domain/source/owner.ts";
import type { SourceCut, SourceKeys, Undecodable } from "../../domain/source/source-cut.ts";
import { bsonOfId } from "../mongo-driver/id-codec.ts";
import { idSlices } from "../mongo-driver/slices.ts";
import {
  decodeOwner,
  decodePayment,
  decodeProperty,
  ownerFields,
  paymentFields,
  propertyFields,
  shortPaymentFields,
} from "./documents.ts";
import type { SourceCollections } from "./source-collections.ts";
import type { FoundDocuments, SourceFind, SourceQuery } from "./source-find.ts";

/** Tries to read several collections at one time, when a server's window moves on between them. */
const attemptsMax = 5;

export type Reading = { readonly find: SourceFind; readonly collections: SourceCollections };

/** These documents at `at`, or at the newest time when the server cannot go back to it: one time for all collections. */
export const readCut = async (reading: Reading, keys: SourceKeys, at: ClusterTime): Promise<SourceCut> => {
  let time = at;
  let lacksPayments = false;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const parts = await readParts(reading, keys, time);
    const latest = parts.times.reduce(maxClusterTime, time);
    const isNews = parts.paymentsMissingBy !== null && !lacksPayments;
    lacksPayments = parts.paymentsMissingBy !== null;
    if (!isNews && parts.times.every((each) => each === latest))
      return { ...parts.documents, asOf: latest, lacksPayments };
    // Whether dropped payments were still there at `latest` nobody knows: everything is read as it was when they were gone.
    time = maxClusterTime(latest, parts.paymentsMissingBy ?? latest);
  }
  throw new AppError(
    "source_unavailable",
    "The main database's snapshot window is too short to read several collections at one time.",
  );
};

type Fields = Pick<SourceQuery, "projection" | "shortened">;

type Parts = {
  readonly times: readonly ClusterTime[];
  readonly documents: Omit<SourceCut, "asOf" | "lacksPayments">;
  readonly paymentsMissingBy: ClusterTime | null;
};

const readParts = async ({ find, collections }: Reading, keys: SourceKeys, at: ClusterTime): Promise<Parts> => {
  const times: ClusterTime[] = [];
  const part = async (collection: string, ids: readonly Id[], fields: Fields): Promise<FoundDocuments | null> => {
    const results: FoundDocuments[] = [];
    for (const slice of idSlices(ids)) {
      const result = await find({ collection, filter: idIn(slice), ...fields }, times[0] ?? at);
      times.push(result.asOf);
      results.push(result);
    }
    return joined(results);
  };
  const foundPayments = await part(collections.payments, keys.payments, {
    projection: paymentFields,
    shortened: shortPaymentFields,
  });
  const payments = byId(foundPayments, decodePayment);
  const properties = byId(
    await part(collections.properties, keys.properties, { projection: propertyFields }),
    decodeProperty,
  );
  const owners: Decoded<OwnerDocument>[] = [];
  for (const name of collections.owners)
    owners.push(byId(await part(name, keys.owners, { projection: ownerFields }), decodeOwner));
  const paymentsMissingBy = foundPayments?.missingBy ?? null;
  return { times, documents: { payments, properties, owners: firstFound(owners) }, paymentsMissingBy };
};

/** More than one only where ids are long. */
const joined = ([first, ...others]: readonly FoundDocuments[]): FoundDocuments | null => {
  if (first === undefined || others.length === 0) return first ?? null;
  return { ...first, documents: [first, ...others].flatMap(({ documents }) => documents) };
};

export const idIn = (ids: readonly Id[]): Document => ({ _id: { $in: ids.map(bsonOfId) } });

type Decoded<T> = ReadonlyMap<Id, T | Undecodable>;

export const byId = <T extends { readonly id: Id }>(
  result: FoundDocuments | null,
  decode: (raw: Uint8Array) => T | Undecodable,
): Decoded<T> => {
  const found = new Map<Id, T | Undecodable>();
  for (const raw of result?.documents ?? []) {
    const document = decode(raw);
    found.set(document.id, document);
  }
  return found;
};

/** The first collection that has an owner's id wins. */
const firstFound = (collections: readonly Decoded<OwnerDocument>[]): Decoded<OwnerDocument> =>
  new Map(collections.toReversed().flatMap((owners) => [...owners]));

import type { LedgerReader } from "../../application/ports/ledger-reader.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import type { SourceCollection } from "../../domain/source/source-cut.ts";
import type { DocumentKey } from "../../domain/sync/failure.ts";

/** The ledger as the memory of a source that has none: whatever it shows was there once. */
export type KnownDocuments = Pick<
  LedgerReader,
  "postedPayments" | "activeProperties" | "accounts" | "openFailures" | "counts"
>;

const pageSize = 5_000;

/** Ids of documents that the ledger shows or has failed to, in pages; some may come twice. */
export async function* knownIds(
  ledger: KnownDocuments,
  collection: SourceCollection,
  signal: AbortSignal,
): AsyncGenerator<readonly Id[]> {
  yield* shownIds[collection](ledger, signal);
  for (let after: DocumentKey | null = null; ; ) {
    const failures = await ledger.openFailures(after, pageSize, signal);
    const last = failures.at(-1);
    if (last === undefined) return;
    yield failures.filter((failure) => failure.collection === collection).map(({ documentId }) => documentId);
    after = last.key;
  }
}

type Shown = (ledger: KnownDocuments, signal: AbortSignal) => AsyncGenerator<readonly Id[]>;

async function* postedPayments(ledger: KnownDocuments, signal: AbortSignal): AsyncGenerator<readonly Id[]> {
  for (let after: RowId | null = null; ; ) {
    const page = await ledger.postedPayments(after, pageSize, signal);
    if (page.last === null) return;
    yield page.paymentIds;
    after = page.last;
  }
}

async function* activeProperties(ledger: KnownDocuments, signal: AbortSignal): AsyncGenerator<readonly Id[]> {
  for (let after: Id | null = null; ; ) {
    const ids: readonly Id[] = await ledger.activeProperties(after, pageSize, signal);
    const last = ids.at(-1);
    if (last === undefined) return;
    yield ids;
    after = last;
  }
}

async function* namedOwners(ledger: KnownDocuments, signal: AbortSignal): AsyncGenerator<readonly Id[]> {
  const every = { search: null, status: "active", ownerId: null, companyId: null } as const;
  for (let cursor: string | null = null; ; ) {
    const page = await ledger.accounts(every, { limit: pageSize, cursor }, signal);
    const owners = new Set(page.items.flatMap(({ ownerId }) => ownerId ?? []));
    yield [...owners];
    if (page.next === null) return;
    cursor = page.next;
  }
}

const shownIds: Readonly<Record<SourceCollection, Shown>> = {
  payments: postedPayments,
  properties: activeProperties,
  owners: namedOwners,
};

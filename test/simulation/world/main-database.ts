import type { MemorySource } from "../../../src/adapters/memory/memory-source.ts";
import type { ClusterTime } from "../../../src/domain/cluster-time.ts";
import type { Id } from "../../../src/domain/ids.ts";
import type { VirtualTime } from "../kernel/virtual-time.ts";
import type { Action, SourceWrite } from "./action.ts";
import { type Chronicle, note, noteReplacement, presentSpecs, type SourceBook } from "./source-book.ts";
import { ownerDocument, paymentDocument, propertyDocument } from "./specs.ts";
import { owners, paymentIds, properties } from "./universe.ts";

type Replaceable = "payments" | "properties" | "users";

/** The application that owns the main database: it writes, and each write is noted in the book. */
export type MainDatabase = {
  /** At one cluster time when there are several. */
  write(writes: readonly SourceWrite[]): void;
  replace(action: Extract<Action, { kind: "replace" }>): void;
  renameAway(action: Extract<Action, { kind: "rename_away" }>): void;
};

export type MainDatabaseOptions = {
  readonly source: MemorySource;
  readonly book: SourceBook;
  readonly time: VirtualTime;
  /** Nobody writes any more after this. */
  readonly endAt: number;
};

export const createMainDatabase = ({ source, book, time, endAt }: MainDatabaseOptions): MainDatabase => {
  const replaceWith = <Spec>(collection: Replaceable, kept: ReadonlyMap<Id, Spec>): void => {
    // Safe: what is kept comes from the chronicle of this very collection.
    const chronicle = chronicleOf(book, collection) as Chronicle<Spec>;
    noteReplacement(book, chronicle, kept, replaceDocuments(source, collection, kept));
  };
  return {
    write: (writes) => {
      source.together(() => {
        for (const write of writes) writeOne(source, book, write);
      });
    },
    replace: ({ collection, keep }) => {
      const present = [...presentSpecs<unknown>(chronicleOf(book, collection))];
      replaceWith(
        collection,
        new Map(present.filter((_, index) => keep === "all" || (keep === "half" && index % 2 === 0))),
      );
    },
    renameAway: ({ collection, backAfterMs }) => {
      const gone = presentSpecs<unknown>(chronicleOf(book, collection));
      replaceWith(collection, new Map());
      time.after(Math.min(backAfterMs, endAt - time.now()), () => replaceWith(collection, gone));
    },
  };
};

const chronicleOf = (book: SourceBook, collection: Replaceable): Chronicle<unknown> =>
  // Safe: whoever reads only reads, and whoever writes has taken the specs from the same chronicle.
  (collection === "users" ? book.owners.users : book[collection]) as Chronicle<unknown>;

const replaceDocuments = (
  source: MemorySource,
  collection: Replaceable,
  kept: ReadonlyMap<Id, unknown>,
): ClusterTime => {
  // Safe: each collection's chronicle holds the specs of its own documents.
  const documents = [...kept].map(([id, spec]) => documentOf[collection](id, spec as never));
  const table = collection === "users" ? source.owners("users") : source[collection];
  return table.replaceWith(documents as never);
};

const documentOf = { payments: paymentDocument, properties: propertyDocument, users: ownerDocument };

const placed = <T>(list: readonly T[], place: number): T => {
  const item = list[place];
  if (item === undefined) throw new RangeError(`the universe has no number ${place}`);
  return item;
};

const writeOne = (source: MemorySource, book: SourceBook, write: SourceWrite): void => {
  switch (write.kind) {
    case "payment": {
      const [id, { spec }] = [placed(paymentIds, write.number), write];
      const at = spec === null ? source.payments.delete(id) : source.payments.put(paymentDocument(id, spec));
      note(book, book.payments, id, { spec, at });
      break;
    }
    case "property": {
      const [{ id }, { spec }] = [placed(properties, write.number), write];
      const at = spec === null ? source.properties.delete(id) : source.properties.put(propertyDocument(id, spec));
      note(book, book.properties, id, { spec, at });
      break;
    }
    case "owner": {
      const [{ id }, { spec, where }] = [placed(owners, write.number), write];
      const table = source.owners(where);
      const at = spec === null ? table.delete(id) : table.put(ownerDocument(id, spec));
      note(book, book.owners[where], id, { spec, at });
    }
  }
};

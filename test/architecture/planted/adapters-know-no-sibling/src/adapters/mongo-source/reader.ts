import type { Store } from "../memory/store.ts"; // breaks
import { sink } from "../mongo-accounting/sink.ts"; // breaks
import { decode } from "../mongo-driver/decode.ts";

export const reader = (store: Store) => [store, sink, decode];

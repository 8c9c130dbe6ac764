import fc from "fast-check";
import { checkedFetch } from "./contract/checked-fetch.ts";

/**
 * The same values are tried on every run, so that what is green stays green and a failure names its own change.
 * `PROPERTY_SEED=random` looks for new ones (a failure prints the seed that brings it back), `PROPERTY_SEED=<integer>` repeats.
 */
const wish = process.env.PROPERTY_SEED ?? "20240517";

if (wish !== "random") fc.configureGlobal({ seed: Number(wish) });

globalThis.fetch = checkedFetch(globalThis.fetch);

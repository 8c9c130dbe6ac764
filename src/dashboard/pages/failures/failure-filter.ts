import type { WireFailure } from "../../../contract/failure.ts";
import { useChoice } from "../../shared/filter-select.tsx";
import { codeWords } from "./failure-words.ts";

/** Choices beside those that are not resolved, which are shown without one. */
export const stateChoices = ["open", "retrying", "quarantined", "resolved", "all"] as const;
export const collectionChoices = ["payments", "properties", "owners"] as const;
// Safe: the keys of a record of just these.
export const codeChoices = Object.keys(codeWords) as readonly WireFailure["code"][];

/** As the address says it. */
export type ShownFilter = {
  readonly state: (typeof stateChoices)[number] | undefined;
  readonly collection: WireFailure["collection"] | undefined;
  readonly code: WireFailure["code"] | undefined;
};

export const useFailureFilter = (): ShownFilter => ({
  state: useChoice("state", stateChoices),
  collection: useChoice("collection", collectionChoices),
  code: useChoice("code", codeChoices),
});

/** What the list is asked for. */
export const queryOf = ({ state, collection, code }: ShownFilter) => ({
  ...(state === "all" ? {} : { state: state ?? ("unresolved" as const) }),
  ...(collection === undefined ? {} : { collection }),
  ...(code === undefined ? {} : { code }),
});

type RetryRequest = {
  readonly state?: Exclude<WireFailure["state"], "resolved">;
  readonly collection?: WireFailure["collection"];
  readonly code?: WireFailure["code"];
};

/** Which of what is shown can be tried again; null = nothing of it. */
export const retryRequestOf = ({ state, collection, code }: ShownFilter): RetryRequest | null => {
  if (state === "resolved") return null;
  return {
    ...(state === undefined || state === "all" ? {} : { state }),
    ...(collection === undefined ? {} : { collection }),
    ...(code === undefined ? {} : { code }),
  };
};

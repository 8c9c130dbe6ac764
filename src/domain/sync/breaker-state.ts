/** `open` = calls are refused without being tried; `half_open` = one of them is being tried. */
export type BreakerState = "closed" | "open" | "half_open";

export type BreakerStates = Readonly<Record<"source" | "accounting", BreakerState>>;

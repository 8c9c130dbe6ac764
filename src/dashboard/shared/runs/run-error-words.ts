type Words = {
  /** In a list. */
  readonly short: string;
  /** What a person can do about it. */
  readonly advice: string;
  /** Where that is done. */
  readonly place?: { readonly page: string; readonly label: string };
};

const control = { page: "control", label: "To the control page" } as const;
const failures = { page: "failures", label: "Show the failures" } as const;
const waits = "Nothing is lost. Once the database answers, start it again, or let its schedule do so.";

const words: Readonly<Record<string, Words>> = {
  needs_confirmation: {
    short: "waits for a confirmation",
    advice:
      "Look at the main database first: if documents are missing there by mistake, bring them back. If they are meant to be gone, confirm, and it goes on.",
    place: { page: "control", label: "Review and confirm" },
  },
  run_active: {
    short: "another run was active",
    advice: "Nothing is lost: the next one does its work. If this happens often, leave more time between the runs.",
  },
  superseded: { short: "broken off by a restart", advice: "Start another one.", place: control },
  not_covered: {
    short: "a full sync has to come first",
    advice: "Let a full sync run to its end; after that this one succeeds again.",
    place: control,
  },
  mass_failure: {
    short: "too many failures at once",
    advice: "Look at what the failures have in common: usually a field has changed its form in the main database.",
    place: failures,
  },
  history_lost: {
    short: "changes have left the oplog",
    advice: "A full sync closes the gap, and is begun by itself once real-time sync runs.",
    place: control,
  },
  source_unavailable: { short: "main database away", advice: waits },
  accounting_unavailable: { short: "accounting database away", advice: waits },
  source_overloaded: { short: "main database overloaded", advice: waits },
  accounting_overloaded: { short: "accounting database overloaded", advice: waits },
  fenced: {
    short: "another instance took over",
    advice: "The instance that leads now goes on; start another one if none has.",
  },
  conflict: {
    short: "not possible then",
    advice: "See the reason above; it can be started again once that has passed.",
    place: control,
  },
  disabled: {
    short: "switched off by configuration",
    advice: "Change the configuration, then start the service again.",
  },
};

const other: Words = {
  short: "an error",
  advice:
    "Start it again. If it fails again, look in the service's log for the trace or the run's id, and tell whoever looks after the service.",
  place: control,
};

/** What a run's error means for a person. */
export const runErrorWords = (code: string): Words => words[code] ?? other;

import type { WireFailure } from "../../../contract/failure.ts";

type Words = {
  readonly title: string;
  /** What a person does about it. */
  readonly remedy: string;
};

/** What is wrong with a document, and what to do about it. */
export const codeWords: Readonly<Record<WireFailure["code"], Words>> = {
  undecodable_document: {
    title: "Document cannot be read",
    remedy: "Its bytes are damaged, or a field is in it twice: write the document anew in the main database.",
  },
  field_missing: { title: "Field is missing", remedy: "Fill the field in, in the main database." },
  field_type_invalid: {
    title: "Wrong type of value",
    remedy: "Store the value in the main database as the type that is expected.",
  },
  date_invalid: { title: "Impossible date", remedy: "Correct the date in the main database." },
  currency_unknown: {
    title: "Unknown currency",
    remedy: "Use the three capital letters of ISO 4217, such as USD.",
  },
  money_invalid: {
    title: "Amount is no number",
    remedy: "Store it as a number of whole units, 1250.5 and not “1,250.50”.",
  },
  money_unsafe_magnitude: {
    title: "Amount too large to be exact",
    remedy: "At this size a number no longer holds the cent: look for a mistyped amount, or split the payment.",
  },
  money_sub_minor: {
    title: "Amount finer than its currency",
    remedy: "Round it to what the currency has, or let ledgersync round by SUB_MINOR=round.",
  },
  fee_negative: {
    title: "Owner's share above the amount",
    remedy: "Correct the amount, or commissionDetails.ownerAmount.",
  },
  total_out_of_range: {
    title: "Account's total grows too large",
    remedy: "The total would no longer be exact: look for a mistyped amount among this property's payments.",
  },
  id_too_long: { title: "Id is too long", remedy: "Nothing could refer to it: give the document a shorter _id." },
  internal: {
    title: "Mistake of ledgersync",
    remedy:
      "Not the document's fault. The service's log has the whole error; report it, and retry with the next release.",
  },
};

export const stateWords: Readonly<Record<WireFailure["state"], string>> = {
  open: "Open",
  retrying: "Retrying",
  quarantined: "Quarantined",
  resolved: "Resolved",
};

/** What a state means for whoever looks at it. */
export const stateMeanings: Readonly<Record<WireFailure["state"], string>> = {
  open: "Not tried again yet.",
  retrying: "Tried again in vain; the next try is planned.",
  quarantined: "Tried again so often that it now waits for a person.",
  resolved: "Needs nothing any more.",
};

/** `payments · amount` */
export const fieldName = (field: string): string => (field === "" ? "the whole document" : field);

/** How it ended; null while it has not. */
export const resolutionText = ({ resolution }: Pick<WireFailure, "resolution">): string | null => {
  if (resolution === null) return null;
  switch (resolution.kind) {
    case "superseded":
      return "Healed: the document was corrected, or is gone.";
    case "replayed":
      return "Healed: a retry found it in order.";
    case "dismissed":
      return `Dismissed by ${resolution.actor}: ${resolution.reason}`;
  }
};

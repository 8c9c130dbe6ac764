import type { WireFixItem } from "../../../contract/fix-plan.ts";

type Fix = WireFixItem["fix"];

/** What is done, in two words. */
export const fixWords: Readonly<Record<Fix, string>> = {
  post: "Post row",
  void: "Void row",
  amend: "Amend",
  create: "Create account",
  archive: "Archive account",
  recompute: "Sum anew",
};

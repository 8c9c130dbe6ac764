import type { Run } from "../domain/sync/run.ts";
import { describeError } from "./errors.ts";
import type { Fixes } from "./fixes.ts";
import type { Log } from "./ports/log.ts";

const actor = "ledgersync";

/** After a scheduled check: mends what the source or the rows themselves prove, within the limits; more than that waits for a person. */
export const fixAfterCheck = async ({ log }: { readonly log: Log }, fixes: Fixes, check: Run): Promise<void> => {
  try {
    const plan = await fixes.plan({ checkId: check.id, actor, isSafeOnly: true });
    if (plan.items === 0) return;
    if (plan.confirmation !== null) {
      log.warn("a scheduled check has found more than may be mended unasked", { checkId: check.id, planId: plan.id });
      return;
    }
    const { id: planId, planHash } = plan;
    await fixes.apply({ planId, planHash, only: null, confirm: false, trigger: "schedule", actor });
  } catch (error) {
    // The report stands, and the next check finds the same: whatever hinders the repair must not undo the check.
    log.warn("a scheduled check could not be followed by fixes", { checkId: check.id, ...describeError(error) });
  }
};

import { optionalTimeToWire } from "../../contract/time.ts";
import type { WireVerification } from "../../contract/verification.ts";
import type { SyncStatus } from "./sync-status.ts";

export const verificationToWire = ({ verifiedAt, ...numbers }: SyncStatus["verification"]): WireVerification => ({
  verifiedAt: optionalTimeToWire(verifiedAt),
  ...numbers,
});

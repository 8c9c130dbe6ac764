import type { Verification } from "../domain/sync/verification.ts";
import { optionalTimeToWire } from "./time.ts";
import type { WireVerification } from "./verification.ts";

export const verificationToWire = ({ verifiedAt, ...numbers }: Verification): WireVerification => ({
  verifiedAt: optionalTimeToWire(verifiedAt),
  ...numbers,
});

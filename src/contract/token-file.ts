import { z } from "zod";
import { roles } from "../domain/access/role.ts";
import { idSchema } from "./id.ts";

/** A token as the file knows it: by its hash alone. Times are RFC 3339. */
export const tokenRecordSchema = z.strictObject({
  /** Names the caller in the audit trail and the journal. */
  name: z.string().regex(/^[\w.@:-]{1,100}$/, "must be 1 to 100 letters, digits or . @ : - _"),
  roles: z.array(z.enum(roles)).min(1),
  /** Set: the token sees this company's properties alone. */
  companyId: idSchema.nullable(),
  /** Of the whole token text, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256, hex"),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});

/** What `API_TOKENS_FILE` holds. */
export const tokenFileSchema = z.strictObject({ tokens: z.array(tokenRecordSchema).max(1_000) });

export type TokenRecord = z.infer<typeof tokenRecordSchema>;
export type TokenFile = z.infer<typeof tokenFileSchema>;

/** Throws what is wrong with the text, and where in it. */
export const parseTokenFile = (text: string): readonly TokenRecord[] => {
  const parsed = tokenFileSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data.tokens;
};

import type { WireAccount } from "../../../contract/account.ts";
import { shortId } from "./short-id.tsx";

/** What an account is called: the main database may not know a name. */
export const accountTitle = ({ propertyId, propertyName }: Pick<WireAccount, "propertyId" | "propertyName">): string =>
  propertyName ?? `Property ${shortId(propertyId)}`;

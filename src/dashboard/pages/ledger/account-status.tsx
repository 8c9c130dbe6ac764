import { Chip } from "@mui/material";
import type { ReactNode } from "react";
import type { WireAccount } from "../../../contract/account.ts";
import { accountStatusHints, accountStatusWords } from "./words.ts";

/** Only what is not as usual stands out. */
export const AccountStatus = ({ status }: { readonly status: WireAccount["status"] }): ReactNode =>
  status === "active" ? (
    accountStatusWords.active
  ) : (
    <Chip
      size="small"
      variant="outlined"
      color="warning"
      label={accountStatusWords[status]}
      title={accountStatusHints[status] ?? undefined}
    />
  );

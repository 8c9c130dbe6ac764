import { Snackbar } from "@mui/material";
import type { ReactNode } from "react";
import { useSession } from "../session/session.tsx";
import { ActButton } from "./act-button.tsx";
import { type CsvFile, useDownload } from "./download.ts";
import { ProblemAlert } from "./problem-alert.tsx";

type Props = {
  /** What a caller must be allowed: `findings`, `exportTransactions`. */
  readonly operation: string;
  readonly file: CsvFile;
  readonly children: ReactNode;
};

const unoffered = "The application that shows this dashboard offers no files.";

/** Saves a list as CSV, whole, as it is filtered. */
export const DownloadButton = ({ operation, file, children }: Props): ReactNode => {
  const { fetchCsv } = useSession();
  const { mutate, isPending, error, reset } = useDownload();
  return (
    <>
      <ActButton
        operation={operation}
        unless={fetchCsv === null ? unoffered : null}
        variant="outlined"
        color="inherit"
        loading={isPending}
        onClick={() => mutate(file)}
      >
        {children}
      </ActButton>
      <Snackbar open={error !== null} onClose={(_event, reason) => reason === "escapeKeyDown" && reset()}>
        <div>{error !== null && <ProblemAlert error={error} onRetry={() => mutate(file)} />}</div>
      </Snackbar>
    </>
  );
};

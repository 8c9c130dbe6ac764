import { Alert, Link } from "@mui/material";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { href } from "../../routing/route.ts";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { runTitle } from "../../shared/run-title.ts";

type Props = {
  /** What “Run now” has begun; null = nothing yet. */
  readonly run: WireRun | null;
  readonly error: unknown;
  readonly onClose: () => void;
};

/** What became of “Run now”. */
export const RunNowNote = ({ run, error, onClose }: Props): ReactNode => {
  if (error !== null) return <ProblemAlert error={error} />;
  if (run === null) return null;
  return (
    <Alert severity="success" variant="outlined" onClose={onClose}>
      {runTitle(run)} has begun. <Link href={href("runs", [run.id])}>Follow it</Link>
    </Alert>
  );
};

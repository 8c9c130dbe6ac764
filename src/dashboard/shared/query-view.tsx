import type { ReactNode } from "react";
import { ProblemAlert } from "./problem-alert.tsx";

type Props<Data> = {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: unknown;
    readonly refetch: () => Promise<unknown>;
  };
  /** As large as what comes, so that nothing jumps. */
  readonly loading: ReactNode;
  readonly children: (data: Data) => ReactNode;
};

/** An answer, what stands for it until it comes, or why it does not. An answer stays while a newer one cannot be had. */
export const QueryView = <Data,>({ query, loading, children }: Props<Data>): ReactNode => {
  const { data, error, refetch } = query;
  if (data !== undefined) return children(data);
  if (error !== null && error !== undefined) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return loading;
};

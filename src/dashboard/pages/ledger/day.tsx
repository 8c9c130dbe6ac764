import type { ReactNode } from "react";
import { inLocal, inUtc } from "../../shared/format.ts";
import { useTimeSetting } from "../../shared/time.tsx";
import { dayOf } from "./days.ts";

/** The day of a row; the exact moment, in both zones, on hover. */
export const Day = ({ at }: { readonly at: string }): ReactNode => {
  const { mode } = useTimeSetting();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={`${inLocal(ms)}\n${inUtc(ms)}`} style={{ whiteSpace: "nowrap" }}>
      {dayOf(at, mode)}
    </time>
  );
};

import type { ReactNode } from "react";
import type { WireFailure } from "../../../contract/failure.ts";
import { Facts } from "../../shared/facts.tsx";
import { count, countOf } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { Time } from "../../shared/time.tsx";
import { resolutionText, stateMeanings } from "./failure-words.ts";
import { StateChip } from "./state-chip.tsx";

/** How often it was met and tried, and what comes next. */
export const FailureLife = ({ failure }: { readonly failure: WireFailure }): ReactNode => {
  const { state, attempts, retries, firstSeenAt, lastSeenAt } = failure;
  return (
    <Panel title="So far">
      <Facts
        facts={[
          [
            "State",
            <>
              <StateChip {...failure} /> {state !== "resolved" && `· ${stateMeanings[state]}`}
            </>,
          ],
          ["Attempts", `${count(attempts)}, ${countOf(retries, "planned retry", "planned retries")} of them in vain`],
          ["First seen", <Time key="first" at={firstSeenAt} />],
          ["Last seen", <Time key="last" at={lastSeenAt} />],
          ending(failure),
        ]}
      />
    </Panel>
  );
};

const ending = (failure: WireFailure): readonly [string, ReactNode] => {
  const { nextRetryAt, resolvedAt } = failure;
  const text = resolutionText(failure);
  if (text === null)
    return ["Next try", <Time key="next" at={nextRetryAt} none="none by itself: correct the document, or retry it" />];
  return [
    "Ended",
    <>
      <Time at={resolvedAt} /> · {text}
    </>,
  ];
};

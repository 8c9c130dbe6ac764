import { Switch, Tooltip } from "@mui/material";
import type { ReactNode } from "react";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { problemOf } from "../../api/problem-of.ts";
import { useTRPC } from "../../api/trpc.ts";
import { useRefusal } from "../../session/session.tsx";
import { useAct } from "../../shared/use-act.ts";

/** Whether a schedule fires; to be changed at once by who may. */
export const EnabledSwitch = ({ schedule: { name, enabled } }: { readonly schedule: WireSchedule }): ReactNode => {
  const change = useAct(useTRPC().changeSchedule.mutationOptions());
  const refusal = useRefusal("changeSchedule");
  const shown = change.isPending ? change.variables.enabled === true : enabled;
  const state = shown ? "Enabled" : "Disabled";
  const said = refusal ?? (change.error === null ? state : problemOf(change.error).detail);
  return (
    <Tooltip title={said} describeChild>
      <Switch
        size="small"
        checked={shown}
        color={change.error === null ? "primary" : "error"}
        onChange={(_event, wanted) => {
          if (refusal === null) change.mutate({ name, enabled: wanted });
        }}
        slotProps={{ input: { "aria-label": `${name} enabled`, "aria-disabled": refusal !== null } }}
        sx={refusal === null ? {} : { opacity: 0.45 }}
      />
    </Tooltip>
  );
};

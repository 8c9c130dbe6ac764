import { Button, type ButtonProps, Tooltip } from "@mui/material";
import type { ReactNode } from "react";
import { useRefusal } from "../session/session.tsx";

type Props = Omit<ButtonProps, "disabled"> & {
  /** The name over tRPC of what the button does. */
  readonly operation: string;
  /** Why it cannot be done right now, whoever asks; null = it can. */
  readonly unless?: string | null;
};

/**
 * A button for what not everybody may do, or not always. It can still be reached by keyboard and says why it does nothing:
 * a disabled one would tell nobody.
 */
export const ActButton = ({ operation, unless = null, onClick, sx, ...props }: Props): ReactNode => {
  const refusal = useRefusal(operation) ?? unless;
  const isRefused = refusal !== null;
  return (
    <Tooltip title={refusal ?? ""} describeChild>
      <Button
        {...props}
        aria-disabled={isRefused || props.loading === true}
        {...(isRefused || onClick === undefined ? {} : { onClick })}
        {...(isRefused ? { disableRipple: true } : {})}
        sx={[isRefused && { opacity: 0.45, cursor: "not-allowed" }, ...(Array.isArray(sx) ? sx : [sx])]}
      />
    </Tooltip>
  );
};

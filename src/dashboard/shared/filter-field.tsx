import { InputAdornment, TextField } from "@mui/material";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useFilter } from "../routing/use-route.ts";
import { filterField } from "./filter-mark.ts";
import { SearchIcon } from "./icons.tsx";

type Props = {
  /** Of the filter in the address. */
  readonly name: string;
  readonly label: string;
};

/** After the last key until the service is asked. Unit: ms. */
const settleMs = 250;

/** The page's field for text, the one that `/` goes to. It is in the address once the typing rests. */
export const FilterField = ({ name, label }: Props): ReactNode => {
  const [filter, setFilter] = useFilter(name);
  const [typed, setTyped] = useState(filter);
  const told = useRef(filter);
  useEffect(() => {
    // The address has been changed by something else: a link, or a step back.
    if (filter !== told.current) setTyped(filter);
    told.current = filter;
  }, [filter]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      setFilter(typed);
    }, settleMs);
    return () => clearTimeout(timer);
  });
  return (
    <TextField
      type="search"
      size="small"
      label={label}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      slotProps={{
        htmlInput: filterField,
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
        },
      }}
    />
  );
};
